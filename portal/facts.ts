/**
 * What this portal takes for true where documentation, implementation and hearsay disagree or are silent, with what a
 * portal does on which it is false. `createPortal({ facts: { bridge: false } })` makes such a portal.
 */
export const portalFacts = {
  bridge: 'A bot of v1 answers to v2 calls whose botToken is its CLIENT_ID. False: v2 takes the bot for a stranger’s.',
  'in-place':
    'Bot.update {eventMode} moves a bot of v1 into the queue and back. False, as one sentence of the documentation says: a bot of v1 is only ever told in the format of v1.',
  'in-place-return':
    'After the way back, v1 deliveries resume at the old addresses. False: the move has removed the addresses.',
  'in-place-queue-dropped': 'The way back deletes what is left in the queue. False: it stays readable.',
  'in-place-both':
    'With a webhookUrl, a bot of v1 is told in both formats, each event twice. False: only in the format of v2.',
  'fetch-refuses-v1':
    'imbot.update and imbot.command.register answer FETCH_NOT_SUPPORTED for a bot in fetch mode. False: they work.',
  'owner-leaves': 'In chats of CRM the owner cannot leave or be removed (LEAVE_OWNER_FORBIDDEN). False: as anywhere.',
  'v1-30-kb': 'v1 refuses attachments, keyboards and menus over 30 KB. False: over 60 KB.',
  'v1-five-bots': 'One application may register five bots through v1. False: as many as through v2.',
  'picture-removed': 'Chat.update with a picture that is none removes the picture. False: the old one stays.',
  'chat-update-owner': 'Chat.update is for the owner of the chat. False: for every member.',
  'update-needs-fields': 'Chat.Message.update without fields is refused. False: it changes nothing but the preview.',
  'ascii-trim': 'v1 trims only the blanks of ASCII. False: those of Unicode too.',
  'blank-refused': 'Chat.Message.send refuses a text of blanks without an attachment. False: it is sent.',
  'blank-deletes':
    'imbot.message.update with a text of blanks or [br] only deletes the message; Chat.Message.update does so where there is no file, keyboard or attachment. False: the text is stored.',
  'answer-without-keyboard': 'Command.answer drops the keyboard. False: it is stored.',
  'answer-raw-attach': 'Command.answer stores the attachment as it came. False: converted, as Chat.Message.send does.',
  'empty-title': 'Command.register takes a title that is empty in every language for none. False: for a title.',
  'text-flags':
    'v1 compares the flags URL_PREVIEW, SKIP_CONNECTOR and IS_MANAGER as PHP compares texts: JSON true switches a preview off, skips nothing and revokes. False: true means Y.',
} as const;

/** The name of a fact that a portal can be made without. */
export type PortalFact = keyof typeof portalFacts;

/** Which facts hold; those not named do. */
export type Facts = Partial<Readonly<Record<PortalFact, boolean>>>;

export function holds(facts: Facts, fact: PortalFact): boolean {
  return facts[fact] ?? true;
}
