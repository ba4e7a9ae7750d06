/**
 * `imbot-compat/values`: what rewritten code calls. Value rules turn a v1 parameter into its v2 form, answer rules turn a v2
 * answer into the v1 one. Nothing here loads anything; it runs in a browser.
 */
export {
  botId,
  botList,
  chatId,
  commandId,
  dialogV1,
  done,
  MissingField,
  memberIds,
  messageId,
  type V1Bot,
} from './answers';
export { botType, COLOURS, colour, openType } from './enums';
export { unlessNo, unlessNoText, yesNo, yesNoAnyCase } from './flags';
export { chatDialog, id, ids, oneId } from './ids';
export { asIs, attach, json, keyboard, keyboardUpdate, languageParams, languageTitles } from './structures';
export { command, dialog, string, text } from './texts';
