import { LOSSES, type LossId } from '../map/losses';

/** Texts of the engine's errors and notices; no parameter values in any. */
export const TEXTS = {
  lossy: (losses: readonly LossId[]) =>
    `v2 would lose something (${losses.join(', ')}): ${sentences(losses)} Nothing was sent. Accept the loss by name (accept: [${losses.map((id) => `'${id}'`).join(', ')}]), or send this call in mode 'auto' or 'v1'.`,
  untranslatable: (losses: readonly LossId[]) =>
    `v2 has no equivalent (${losses.join(', ')}): ${sentences(losses)} Nothing was sent. Send this call in mode 'auto' or 'v1'.`,
  because: (params: string) => `It is about ${params}.`,
  cutList: (losses: readonly LossId[]) => `The answer may be cut (${losses.join(', ')}): ${sentences(losses)}`,
  unknownMethod: 'imbot has no method of this name. Nothing was sent.',
  undocumented: (v2: string) =>
    `v1 has this method, but no page tells of it, and it is not translated. ${v2} does the same. Nothing was sent.`,
  badAnswer: (v2: string, path: string) => `${v2} answered without ${path}. The call ran; do not repeat it blindly.`,
  badAnswerRead: (v2: string, path: string) => `${v2} answered without ${path}. Nothing was changed.`,
  mapped: (v1Code: string, v2: string, v2Code: string) => `${v2} answered ${v2Code}, which v1 calls ${v1Code}`,
  lookupFailed: (v2: string, code: string) => `the look-up by ${v2} failed, so the call itself was not sent: ${code}`,
  refusedLikeV1: (code: string) => `${code}, as v1 answers; nothing was sent`,
  badCommand:
    'A batch takes an array or a map of commands, each `method?query`, [method, params] or { method, params }. Nothing was sent.',
  badParams: 'Parameters must be an object; an AbortSignal belongs into the options behind it. Nothing was sent.',
  noPortal:
    'This call needs a look-up, and the wrapped transport does not tell which portal it serves. Give `portal` to the layout, or BOT_ID to the call. Nothing was sent.',
  aborted: 'the caller gave it up while a look-up was under way. It did not run.',
  badMethod: 'The method must be a text such as imbot.message.add. Nothing was sent.',
  unreadable:
    'A value among the parameters, or a function among the options, throws when read, or the value holds itself. Nothing was sent.',
  badAccept: 'accept must be a list of loss ids. Nothing was sent.',
} as const;

/** Notices, said once per id and process. */
export const NOTICES = {
  deprecated: (method: string, v2: string | undefined) =>
    v2
      ? `${method} belongs to the frozen imbot API; its successor is ${v2}.`
      : `${method} belongs to the frozen imbot API and has no successor.`,
  portalWithoutV2: 'This portal has no usable imbot.v2 (revision below 33, or none); mode auto stays on v1 there.',
  bridge: 'The portal does not accept this bot through imbot.v2; mode auto stays on v1 for it.',
  eventsAdapter:
    'This client has events: "v2", and no handler or poller of imbot-compat/events exists in this process; bots registered now would send v2 events to v1 handlers.',
  unseenBot: (bot: number | string) =>
    `Whether bot ${bot} was registered through v1 or v2 is not known in this process, so its commands stay on v1 and its addresses as they are. Let its events run through createEventHandler({ imbot }) or pollEvents(imbot), or send these methods in mode v2.`,
  unshown: (v2: string) =>
    `${v2} came without the bot asked for (bot.id); mode auto stays on v1 for it. Let the wrapped function hand on the whole result.`,
  unasked:
    'The bots could not be asked for, so a registration went out as v1: addresses of both would bring each event twice. Its commands and events stay on v1 in this process.',
  misnamed: (method: string) => `${method} never existed in imbot; the portal will refuse it.`,
} as const;

function sentences(losses: readonly LossId[]): string {
  return losses.map((id) => LOSSES[id].message).join(' ');
}
