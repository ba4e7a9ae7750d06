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
} as const;

export type PortalFact = keyof typeof portalFacts;

/** Which facts hold; those not named do. */
export type Facts = Partial<Readonly<Record<PortalFact, boolean>>>;
