/** What the vendor's documentation does not say, or says in two ways. Printed with every plan. */
export const OPEN_POINTS = [
  'Whether a bot registered through v1 can get v2 events. migration.md says that a bot receives events only in the format of the version it was registered through; bot-update.md, that a change of eventMode rebuilds the subscriptions. The implementation was read to do the second. So cutover proves it on your portal first, looks again after the change, and goes back by itself.',
  'No method tells through which version a bot was registered, nor to which address a webhook bot delivers.',
] as const;

/** What a move in place says. */
export const NOTES = {
  takenForV1: (bot: number) =>
    `The API does not tell through which version bot ${bot} was registered; v1 is assumed. If it was v2, say --registered v2: the way back needs its address.`,
  needsPoller:
    'pollEvents has to run in the bot when this is applied; it may run beside the handler before that, in one process.',
  queueKeeps: 'The queue keeps an event for 24 hours.',
  fetchRefusesV1:
    "While the bot is in its queue, v1 refuses imbot.update and imbot.command.register (FETCH_NOT_SUPPORTED): set events: 'v2' in the client before.",
  both: (kind: 'webhook' | 'oauth') =>
    kind === 'webhook'
      ? 'v1 deliveries go on beside, to the old addresses: each event comes twice, in two formats. createEventHandler and v1Body count it once. On webhook auth no method takes them away.'
      : 'v1 deliveries go on beside, to the old addresses: each event comes twice, in two formats. createEventHandler and v1Body count it once. They stay, since several bots share this application, or none of its v1 addresses was told.',
  bothUntil: 'Until then each event comes twice, in two formats; createEventHandler and v1Body count it once.',
  notSeenToldV2:
    'v1 deliveries go on beside: event.get does not show that the application is told v2 events, so its v1 addresses stay. Take them away with event.unbind once your handler has logged a v2 event.',
  cannotSee: (sign: string) => `deliveries to an address cannot be seen from here. ${sign} in your handler's log.`,
  cannotSeeV1:
    'deliveries to the old addresses cannot be seen from here. Write to the bot and look into its log (ONIMBOTMESSAGEADD).',
  drained: (count: number) =>
    `${count} event${count === 1 ? '' : 's'} of the queue went into the drain file: handle them, then remove it. No v1 delivery repeats them.`,
  queueClosed: (code: string) => `the queue could not be read (${code}): what was in it is gone.`,
  queueStaysClosed: 'The queue does not open. To go back all the same, and lose what is in it, say --drop-queue.',
  proofLeft: 'The throwaway bot could not be removed, or not be seen to be: run imbot-compat prove --clean.',
  gone: (bot: number, file: string) =>
    `Bot ${bot} does not exist any more: no repeat helps, and there is nothing to bring back. Remove ${file}.`,
  taken: (bot: number) =>
    `Bot ${bot} does not belong to these credentials, or not any more: only those that own it can move it.`,
  neverMoved: 'the bot was never moved',
  keepsToSentence: (bot: number, why: string) =>
    `Bot ${bot} was not moved, and nothing of it was changed: on this portal moving a v1 bot in place is not proven (${why}). Its calls can move all the same. For its events: --beside puts a second bot beside it.`,
  stopPoller: (file: string) =>
    `If the bot's poller runs, say --wait 60 too, or stop it: what it has in hand would be handled, and stand in ${file} as well.`,
  stillWaiting: (count: number, seconds: number) =>
    `${count} event${count === 1 ? '' : 's'} wait in the queue and would be lost: in ${seconds} s the bot's poller did not read it empty, or none runs. Nothing was changed. Say a longer --wait, or go back when fewer people write; or stop the poller and say --drain <file>.`,
  waiting: (count: number) =>
    `${count} event${count === 1 ? '' : 's'} wait in the queue and would be lost. If the bot's poller runs, say --wait 60: it reads them first. If it does not, say --drain <file>: they are written there.`,
} as const;

/** Why a v1 bot is not unregistered and registered anew under its code. */
export const NO_REPLACEMENT =
  'imbot.unregister deletes the bot and its private chats (imbot-unregister.md), so the same bot is not registered anew: a second one is put beside it. Without --beside the bot itself is moved.';

export const NO_WAY_TO_V1 =
  'There is no state file of a cutover. A v1 bot in its queue goes back with --registered v1. The documentation has no way by which a bot registered through v2 becomes one of v1: register a bot of another code with imbot.register, move the chats, unregister this one.';

/** A v2 bot's queue, or a second bot's, is not left while it holds something. */
export const WAITING = (count: number): string =>
  `${count} event${count === 1 ? '' : 's'} wait in the queue and would be lost. Let the poller finish, then stop it; or say --drop-queue.`;

/** A second bot is not unregistered where the first one is gone. */
export const NOBODY_LEFT = (first: number, second: number, why: string): string =>
  `Bot ${first} does not open (${why}), so nobody would answer without bot ${second}: it was left as it is. To remove it all the same, unregister it with imbot.v2.Bot.unregister.`;

/** A second bot is only taken for one that this command made where the state file says so. */
export const NOT_MADE_HERE = (code: string, bot: number): string =>
  `Bot ${bot} has the code ${code} already, and no state file says that cutover registered it. It may be a bot that people use: going back would unregister it, with its private chats. Choose another code with --code; or, where it is left over from a cutover, unregister it first.`;

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
