import { ADVISED_LOSSES } from '../../src/map/advisedLosses';
import { documentation, LOSSES, type LossId } from '../../src/map/losses';

interface ReasonText {
  readonly message: string;
  readonly advice: string;
}

/** Why a site is not moved by itself, worst first: the order of this table is the order of severity. */
const OWN = {
  'syntax-error': {
    message: 'The file does not parse, so nothing here is certain.',
    advice: 'Repair the file, or leave it out with --exclude.',
  },
  'nested-too-deeply': {
    message: 'The file is nested too deeply to be read, so only its text was searched.',
    advice: 'Look at the names by hand, or split the long expression.',
  },
  'in-markup': {
    message: 'The call stands in the markup of a page: in an attribute, or in braces of a template.',
    advice: 'Move it into a <script>, or move it by hand; this tool changes no markup.',
  },
  'script-in-text': {
    message:
      'The call stands in a script or a command that is built as text, and runs where that text is a page or goes to a shell.',
    advice: 'Move it by hand, then silence it with imbot-v2-ignore; this tool changes nothing inside a text.',
  },
  'other-language': {
    message: 'The code is in a language that this tool reads as text only.',
    advice: 'Move it by hand, or put the gateway of this package between it and the portal (imbot-compat gateway).',
  },
  'not-javascript': {
    message: 'The name stands in code outside of a <script>.',
    advice: 'Move it by hand, or in PHP let it go through the gateway (imbot-compat adopt --gateway).',
  },
  'never-existed': {
    message: 'No such method ever existed; the portal answers ERROR_METHOD_NOT_FOUND.',
    advice: 'Compare the name with the list in MIGRATION.md.',
  },
  'dynamic-name': {
    message: 'The name is put together at run time, or written in another case than the documentation has it.',
    advice: 'Write the names out as documented, or put the facade under the transport (imbot-compat adopt).',
  },
  'v1-keys-in-v2': {
    message: 'A v2 method is given v1 parameters: v2 ignores them or fails.',
    advice: 'Write the parameters in their v2 form; `imbot-compat explain` shows it.',
  },
  'wrong-v2-key': {
    message: 'This key is not one that v2 knows, though it looks like one; v2 ignores it.',
    advice: 'Use the documented name.',
  },
  'wrong-v2-value': {
    message: 'v2 wants this value in another form.',
    advice: 'Use the documented form.',
  },
  'flat-transport': {
    message:
      'The transport encodes parameters flat; nested v2 fields would arrive as "[object Object]", without an error.',
    advice: 'Let the transport send JSON or nested form keys first, or put the facade under it (imbot-compat adopt).',
  },
  'name-dependent': {
    message: 'The transport looks at the method’s name or at v1 parameters; v2 gives it others.',
    advice: 'Make the transport know the v2 names too, then run the command again.',
  },
  'adds-client-id': {
    message: 'The transport adds CLIENT_ID by itself; v2 wants botToken.',
    advice: 'Put the facade under the transport (imbot-compat adopt).',
  },
  'compares-v1-errors': {
    message: 'The code compares error codes of v1; v2 answers others.',
    advice: 'Compare the v2 codes too, or call through the facade, which answers v1 codes.',
  },
  'error-leaves': {
    message: 'An error code of v1 can leave the function; v2 answers other codes.',
    advice:
      'Look at who reads the error. With --assume-errors the call moves, unless a code of v1 is named in the given files.',
  },
  'higher-rank': {
    message: 'v2 asks for a higher rank in the chat than v1: its owner or manager, where v1 takes a member.',
    advice: 'Move it where the bot made the chat (rewrite --accept higher-rank), or call through the facade.',
  },
  'denied-by-v2': {
    message: 'v1 answers true even where the bot may not do this; v2 refuses it, and the code would go on otherwise.',
    advice:
      'Take what the call may throw: put .catch(() => {}) behind it and use no answer; or call through the facade, which answers true. Where the bot may write wherever it is told to: rewrite --accept denied-by-v2.',
  },
  'no-bot-id': {
    message: 'The call has no BOT_ID, or it may be empty when the code runs; v2 always needs botId.',
    advice: 'Give BOT_ID, or call through the facade, which finds the bot.',
  },
  'typed-name': {
    message:
      'A type in the code does not take the v2 name, its parameters or its answer, or is not in the given files.',
    advice: 'Extend the type, or give its file too, then run the command again.',
  },
  'transport-unseen': {
    message: 'The function that sends this call is not seen in the given files.',
    advice:
      'Give its file too, or put the facade under it (imbot-compat adopt). With --assume-transport json it is taken to send JSON.',
  },
  'no-parameters': {
    message: 'The parameters of this call were not found.',
    advice: 'Look at the call; write the parameters at the call or move it by hand.',
  },
  'unknown-parameters': {
    message: 'The parameters come from elsewhere, so their names are not known here.',
    advice: 'Write them as an object in the same function, or call through the facade.',
  },
  'unknown-spread': {
    message: 'A spread may bring or override parameters that are not known here.',
    advice: 'Write the parameters out, or call through the facade.',
  },
  'computed-key': {
    message: 'A parameter’s name is computed.',
    advice: 'Write the name out, or call through the facade.',
  },
  'duplicate-key': {
    message: 'A parameter is given twice, and the order decides.',
    advice: 'Give it once.',
  },
  'flat-keys': {
    message: 'Parameters are given under bracket keys (`KEYBOARD[0][TEXT]`).',
    advice: 'Write them as nested objects, or call through the facade.',
  },
  'needs-plan': {
    message: 'v2 needs several calls for this one.',
    advice: 'Call through the facade, which makes them.',
  },
  'unproven-value': {
    message: 'What the v2 value must be depends on a value that is not known here.',
    advice: 'Give the value in its v2 form, or call through the facade.',
  },
  'unproven-answer': {
    message: 'What becomes of the answer cannot be followed.',
    advice: 'Adapt the uses of the answer, or call through the facade.',
  },
  'may-be-refused': {
    message: 'v1 refuses this call in some cases that v2 takes.',
    advice: 'Check the value before the call, or call through the facade.',
  },
  'parameters-used-elsewhere': {
    message: 'The parameter object is used in other places too.',
    advice: 'Build one object per call.',
  },
  'constant-used-elsewhere': {
    message: 'The constant is used in places that were not all followed.',
    advice: 'Change the constant and its uses together, or put the facade under the transport.',
  },
  'constant-unused': {
    message: 'No call by this constant was found in this file.',
    advice: 'Look for its uses; remove the constant when there are none.',
  },
  'several-methods': {
    message: 'One call names one of several methods.',
    advice: 'Make one call per method, or call through the facade.',
  },
  'batch-reference': {
    message: 'A reference to an earlier answer changes shape, and it cannot be followed.',
    advice: 'Adapt the reference, or send the batch through the facade.',
  },
  'batch-text': {
    message: 'The command is text with its parameters in it.',
    advice: 'Write it as { method, params }, or send the batch through the facade.',
  },
  'url-call': {
    message: 'The call is a URL put together here.',
    advice: 'Wrap fetch with wrapFetch, or the axios instance with wrapAxios.',
  },
  'event-handler': {
    message: 'The handler reads v1 events; a bot registered through v2 receives v2 events.',
    advice: 'Run the handler through imbot-compat/events (imbot-compat events).',
  },
  'event-unproven': {
    message: 'How the event’s fields are read cannot be followed.',
    advice: 'Put the adapter of imbot-compat/events under the handler.',
  },
  'event-field-lost': {
    message: 'The handler reads an event field that v2 does not give; there it is missing, also through the adapter.',
    advice: 'Find another source for the field, or do without it.',
  },
  'event-field-by-chat': {
    message: 'The handler reads an event field that v1 fills in otherwise in private and in group chats.',
    advice: 'Keep the adapter of imbot-compat/events under the handler, or tell the two apart by hand.',
  },
  'event-field-form': {
    message: 'The handler reads an event field that v2 gives in another form, or from several fields.',
    advice: 'Keep the adapter of imbot-compat/events under the handler; it gives the field as v1 has it.',
  },
  'event-branch': {
    message: 'Event fields are read where it is not known which event it is.',
    advice:
      'Keep the adapter of imbot-compat/events under the handler, or read them behind the comparison of the name.',
  },
  'event-passed-on': {
    message: 'The event, or a part of it, is handed on or changed, and its fields are read elsewhere.',
    advice: 'Keep the adapter of imbot-compat/events under the handler.',
  },
  'event-bots': {
    message: 'The handler looks a bot or command up by an id that need not be the one of this event.',
    advice: 'Keep the adapter of imbot-compat/events under the handler; v2 tells of one bot at a time.',
  },
  'event-typed': {
    message: 'The event has a type in the code, which would not fit the v2 shape.',
    advice: 'Keep the adapter of imbot-compat/events under the handler, or change type and handler together.',
  },
  'event-bind': {
    message: 'The event is bound by hand; v2 subscribes a bot to all of its events by itself.',
    advice: 'Give webhookUrl at imbot.v2.Bot.register, and drop the binding once no v1 bot is left.',
  },
  'unknown-event': {
    message: 'This is no event of imbot.',
    advice: 'Compare the name with the list in MIGRATION.md.',
  },
  'transport-not-found': {
    message: 'The function that sends this call was not found in the given files.',
    advice: 'Wrap it by hand with wrapCall of imbot-compat/wrap, or give its file too.',
  },
  'transport-too-far': {
    message: 'There was too much code behind this call to follow it to the function that sends it.',
    advice: 'Wrap that function by hand with wrapCall of imbot-compat/wrap, or give the command fewer files.',
  },
  'bx24-page': {
    message: 'The call goes through the BX24 of a page without modules.',
    advice: 'Load the script build of imbot-compat/bx24 and call wrapBX24(BX24) before this code.',
  },
  'classic-script': {
    message: 'The script that holds the transport is no module, so nothing can be imported there.',
    advice: 'Make it a module, or load the script build of this package and wrap the transport by hand.',
  },
  'sdk-unseen': {
    message: 'The call goes through a client of @bitrix24/b24jssdk whose import was not seen in the given files.',
    advice: 'Take the client from imbot-compat/b24jssdk where it is made.',
  },
  'not-written': {
    message: 'The file of the transport was not written, so nothing changed for this call.',
    advice: 'See what is said of that file, then run the command again.',
  },
  'transport-not-understood': {
    message: 'The function that sends this call was found, but not where its method, parameters or answer stand.',
    advice: 'Wrap it by hand with wrapCall of imbot-compat/wrap.',
  },
  'own-portal': {
    message:
      'The call may go to a portal or an account of its own; the one client of --delegate would send it to another.',
    advice: 'Put the facade under the transport (imbot-compat adopt): it keeps the portal of each call.',
  },
  'own-failures': {
    message:
      'The transport was not seen to throw wherever the portal refuses, or its errors are read in a form of their own; the client of --delegate throws its own.',
    advice: 'Put the facade under the transport (imbot-compat adopt): it fails as the transport does.',
  },
  'own-answer': {
    message: 'The answer is handed on, or read in a form that the client of --delegate does not give.',
    advice: 'Put the facade under the transport (imbot-compat adopt): it answers as the transport does.',
  },
  'in-test': {
    message: 'The call stands in a test, where the transport may be a fake.',
    advice: 'Change it together with what it tests.',
  },
  'on-facade': {
    message: 'The call goes through the facade of this package already, which sends it to v2 where it can.',
    advice:
      'Nothing has to change. To be rid of the old name, use the method of the client (`imbot.message.add(…)`), then v2.',
  },
  'address-several': {
    message: 'The address of the portal stands in several places of the PHP code.',
    advice: 'Put it in one place, then run adopt --gateway again; or change each place by hand.',
  },
  'address-computed': {
    message: 'The address of the portal is put together when the code runs.',
    advice: 'Put the address of the gateway in place of the portal there by hand.',
  },
  'address-unseen': {
    message: 'The address to which this call goes was not found in the given files.',
    advice: 'Put the address of the gateway in place of the portal where it is set: environment, settings, database.',
  },
  'held-on-v1': {
    message: 'The call is under the facade and stays on v1: its CLIENT_ID is known within the transport only.',
    advice: 'Give the CLIENT_ID to wrapCall as clientId, a value or a place, and take mode away.',
  },
  'returns-own': {
    message:
      'The call is under the facade and stays on v1: its function returns a request or an object with methods of its own (got, request), which the shim cannot return for another request.',
    advice: 'Make the function async, or let it return a plain promise; then its calls go out as v2.',
  },
  'second-callback': {
    message:
      'The call is under the facade and stays on v1: it gives two functions, and nothing shows which one hears of failures.',
    advice: 'If the second one hears of failures, give callback: { success, error } to wrapCall.',
  },
  'v2-error-text': {
    message:
      'On failure the function gives the portal’s error text without its code or under a name of its own, or a text of its own in its place. Where v2 refuses a call, the text may be another one: v2’s, or v1’s in the place of its own.',
    advice:
      'If something compares or shows the text, let the function give the error code too, and the portal’s text alone as message or error_description; the facade then puts both into v1’s words. A text of its own keeps its place under another name, or with the code in it.',
  },
  'comment-in-the-way': {
    message: 'A comment stands where the change leaves no place for it.',
    advice: 'Put the comment on a line of its own, then run the command again.',
  },
  'edit-overlap': {
    message: 'The change of this site overlaps with that of a neighbour.',
    advice: 'Run the command again once the neighbour is moved.',
  },
  'not-ascii-file': {
    message: 'The file is not UTF-8 and the change would insert other than ASCII text.',
    advice: 'Convert the file to UTF-8 first.',
  },
  'self-check': {
    message: 'The changed file did not pass its check, so it was left as it was.',
    advice: 'Move it by hand, and please report the case.',
  },
} as const satisfies Record<string, ReasonText>;

/** Why a site is not moved without a look: a reason of the codemods, or a loss. Each has a section in MIGRATION.md. */
export type ReasonId = keyof typeof OWN | LossId;

export interface Reason extends ReasonText {
  readonly id: ReasonId;
  /** 0 is the worst. */
  readonly severity: number;
  /** Section of MIGRATION.md. */
  readonly doc: string;
}

/** All reasons by id: those of the codemods, then the losses of the map. */
export const REASONS: ReadonlyMap<string, Reason> = new Map(
  Object.entries<ReasonText>({ ...OWN, ...ADVISED_LOSSES }).map(([id, { message, advice }], severity) => [
    id,
    { id: asReasonId(id), message, advice, severity, doc: documentation(id) },
  ]),
);

export function reason(id: ReasonId): Reason {
  const found = REASONS.get(id);
  if (!found) throw new Error(`no reason ${id}`);
  return found;
}

/** Without duplicates, worst first. */
export function bySeverity(ids: readonly ReasonId[]): ReasonId[] {
  return [...new Set(ids)].sort((a, b) => reason(a).severity - reason(b).severity);
}

export function isReasonId(id: string): id is ReasonId {
  return Object.hasOwn(OWN, id) || Object.hasOwn(LOSSES, id);
}

function asReasonId(id: string): ReasonId {
  if (!isReasonId(id)) throw new Error(`no reason ${id}`);
  return id;
}
