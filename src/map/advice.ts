import { MOST_MEMBERS } from './limits';
import type { LossId } from './losses';

/** What to do about a loss. */
export const ADVICE: Readonly<Record<LossId, string>> = {
  'unknown-param': 'Correct the name, or remove the parameter.',
  'no-bot-token': 'Give `webhook(url, { clientId })` the CLIENT_ID that the bot was registered with.',
  menu: 'Offer the entries as keyboard buttons, or accept that the menu is left out.',
  'system-prefix': 'Write the prefix into the text yourself and make the bot a member, then accept this loss.',
  'from-to-user': 'Keep this call on v1, or use im.message.add as that user.',
  'skip-connector': 'Keep this call on v1 in open lines; elsewhere drop the parameter.',
  'attach-clear': 'Keep this call on v1, or delete the message and send another.',
  'chat-picture': 'Pass the Base64 text of a JPEG, PNG or GIF; of `[name, base64]` the second part alone.',
  'chat-entity': 'Keep your own table from entity to chat id, or accept the undocumented parameters.',
  'entity-lookup': 'Keep your own table from entity to chat id; im.chat.get answers the same question as a user.',
  'manager-true': 'Write `Y` or `N`.',
  'dialog-fields': 'Check which fields the code reads; accept when they are among those that remain.',
  'dialog-viewer': 'Use im.dialog.get where the user’s view is wanted.',
  'hide-history': 'Accept only where new members may read everything.',
  'member-limit': `Keep this call on v1 for large chats, or accept a list of ${MOST_MEMBERS}.`,
  'event-format': 'Run the handlers through `imbot-compat/events`, then set `events: "v2"`.',
  'handlers-split': 'Let one URL receive all events and tell them apart by name.',
  'command-lang': 'Send `null` for each language to remove, or accept the merge.',
  'answer-id': 'Accept when the id is not used; otherwise answer with imbot.v2.Chat.Message.send.',
  'answer-keyboard': 'Answer with imbot.v2.Chat.Message.send where buttons are wanted.',
  'answer-attach': 'Answer with imbot.v2.Chat.Message.send where an attachment is wanted.',
  'answer-dialog':
    'Pass DIALOG_ID from the command event, or run events through `imbot-compat/events` in this process.',
  'bot-list-scope': 'Accept when the code looks for its own bots only.',
  'bot-profile': 'Leave them out.',
  'bot-human': 'Register it as type B.',
  'token-length': 'Register with a shorter CLIENT_ID; existing bots keep working.',
  'bot-code': 'Leave CODE out.',
  'chat-app': 'Use the widget placements of the im module.',
  'unknown-method':
    'Compare the name with the list in MIGRATION.md. imbot.chat.updateTextFieldEnabled, which exists, is imbot.v2.Chat.TextField.enabled.',
};
