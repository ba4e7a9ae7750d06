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
export { asIs } from './asIs';
export { attach } from './attach';
export { botType } from './botType';
export { chatDialog } from './chatDialog';
export { COLOURS, colour } from './colour';
export { command } from './command';
export { dialog } from './dialog';
export { id } from './id';
export { ids } from './ids';
export { json } from './json';
export { keyboard } from './keyboard';
export { keyboardUpdate } from './keyboardUpdate';
export { languageParams, languageTitles } from './languages';
export { oneId } from './oneId';
export { openType } from './openType';
export { string } from './string';
export { text } from './text';
export { unlessNo } from './unlessNo';
export { unlessNoText } from './unlessNoText';
export { yesNo } from './yesNo';
export { yesNoAnyCase } from './yesNoAnyCase';
