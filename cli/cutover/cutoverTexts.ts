/** What the vendor's documentation does not say, or says in two ways. Printed with every plan. */
export const OPEN_POINTS = [
  'How a bot registered through v1 becomes one of v2 is not written down. migration.md says that a bot receives events only in the format of the version it was registered through; bot-update.md says that a change of eventMode or webhookUrl rebuilds the ONIMBOTV2* subscriptions. Which of the two holds for a v1 bot is open, so cutover does not call Bot.update on one.',
  'No method tells through which version a bot was registered, nor to which address a webhook bot delivers.',
] as const;

/** Why a v1 bot is not unregistered and registered anew under its code. */
export const NO_REPLACEMENT =
  'imbot.unregister deletes the bot and its private chats (imbot-unregister.md), so the same bot is not registered anew: a second one is put beside it.';

export const NO_WAY_TO_V1 =
  'The documentation has no way by which a bot registered through v2 becomes one of v1. What remains by hand: register a bot of another code with imbot.register, move the chats, unregister this one.';

/** What cutover can not do, for the route with a second bot. */
export const BY_HAND_BESIDE = [
  'Configuration: the id of the new bot where the code holds one, and on webhook auth its botToken.',
  'Events: put imbot-compat/events before the handlers (createEventHandler, or pollEvents for --fetch) and deploy. Set events: "v2" in the client.',
  'Tell people about the new bot: private chats stay with the old one. Group chats: give them to cutover by --chats.',
  'The picture: the API gives an address, and takes a file. Set it with imbot.v2.Bot.update.',
  'When nobody writes to the old bot any more: imbot.unregister. That deletes its private chats, so cutover never does it.',
] as const;

export const BY_HAND_SWITCH = [
  'Deploy the handler, or pollEvents for --fetch, before this is applied: webhook deliveries that fail are not promised again (events/index.md).',
] as const;

export const SHARED_APPLICATION =
  'Several bots of one application: the portal does not clean up subscriptions when their address or mode changes, or when one is unregistered (bot-update.md, bot-unregister.md).';
