import type { MethodEntry, ParamEntry } from '../../src/map/entry';
import type { Route } from '../../src/map/routes';
import { translate } from '../../src/translate/translate';
import type { LossNotice } from '../../src/translate/types';
import type { ReasonId } from '../report/reasons';
import { isOddId } from '../source/isOddId';
import { isTextAtWorst } from '../source/isTextAtWorst';
import { literalValue } from '../source/literalValue';
import { isSurelyGiven, mayBeMissing } from '../source/mayBeMissing';
import type { SourceWriter } from '../source/SourceRule';
import { Unprovable } from '../source/Unprovable';
import { writeLiteral } from '../source/writeLiteral';
import { NO_COMMENTS } from './commentsOf';
import { type Group, grouped, isGroup } from './grouped';
import { isCertainText } from './isCertainText';
import { botIdText, type Piece, piecesOf } from './pieces';
import type { GivenParam, GivenValue } from './readParams';
import { sampleParams } from './sampleParams';
import type { Terms } from './Terms';

export interface ParamsPlan {
  readonly target: string;
  readonly pieces: readonly Piece[];
  readonly route: Extract<Route, { kind: 'one' }>;
  readonly writer: SourceWriter;
  /** Nothing says that BOT_ID is given, and nothing that it is not. */
  readonly assumesBot: boolean;
}

/** Thrown for losses: more than one may be named. */
export class Lossy extends Error {
  constructor(
    readonly reasons: readonly ReasonId[],
    /** The v1 parameters that they are about, where that is known. */
    readonly params: readonly string[] = [],
  ) {
    super(reasons.join());
  }
}

/**
 * The v2 method and the pieces of its parameter object.
 * @param later parameters that are put in after the object was built
 * @throws Unprovable, Lossy
 */
export function planParams(
  entry: MethodEntry,
  given: readonly GivenParam[],
  later: readonly GivenValue[],
  bare: SourceWriter,
  terms: Terms,
): ParamsPlan {
  const all = [...given, ...later];
  checkNames(given);
  checkGiven(entry, given, bare);
  checkRefusals(entry, all, bare);
  const sample = sampleParams(all, entry.params, bare.tree);
  const translation = translate(entry.v1, sample, { auth: 'site', events: terms.events }, { inBatch: bare.inBatch });
  if (!translation) throw new Unprovable('never-existed');
  checkLosses(translation.losses, terms);
  const bot = given.find((one): one is GivenValue => one.kind === 'value' && one.key.toUpperCase() === 'BOT_ID');
  const route = entry.route(sample);
  if (route.kind === 'plan') throw new Unprovable('needs-plan');
  if (entry.bot !== 'none' && !bot) {
    const isLater = later.some(({ key }) => key.toUpperCase() === 'BOT_ID');
    throw isLater ? new Unprovable('unproven-value', 'BOT_ID') : new Unprovable('no-bot-id', 'BOT_ID');
  }
  if (translation.refusal) throw new Unprovable('may-be-refused');
  if (!translation.one || route.kind !== 'one') throw new Unprovable('needs-plan');
  const writer = holdsBot(entry, all) ? { ...bare, botId: botIdText(given, bare) } : bare;
  const pieces = piecesOf(given, entry.params, writer, route.only);
  const assumesBot = entry.bot !== 'none' && bot !== undefined && !isSurelyGiven(bot.value, bare.tree);
  return { target: route.v2, pieces: ordered(pieces, route, writer), route, writer, assumesBot };
}

/** A keyboard names the bot once more. */
function holdsBot({ params }: MethodEntry, given: readonly GivenParam[]): boolean {
  return given
    .flatMap((one) => (one.kind === 'choice' ? one.given : [one]))
    .some(({ key }) => params[key.toUpperCase()]?.kind === 'keyboard');
}

function checkLosses(losses: readonly LossNotice[], { accept, taken }: Terms): void {
  const open = losses.filter(({ id }) => !accept.has(id));
  if (open.length > 0) {
    throw new Lossy(
      open.map(({ id }) => id),
      open.flatMap(({ param }) => param ?? []),
    );
  }
  for (const { id } of losses) taken.add(id);
}

function checkNames(given: readonly GivenParam[]): void {
  const plain = new Set<string>();
  const chosen = new Set<string>();
  for (const one of given) {
    for (const { key } of one.kind === 'choice' ? one.given : [one]) {
      const names = one.kind === 'choice' ? chosen : plain;
      const name = key.toUpperCase();
      if (plain.has(name) || chosen.has(name))
        throw new Unprovable(one.kind === 'choice' || chosen.has(name) ? 'unknown-spread' : 'duplicate-key');
      names.add(name);
    }
  }
}

/** A bot that may be missing is the default bot to v1; other ids that may be missing would become "undefined". */
function checkGiven(entry: MethodEntry, given: readonly GivenParam[], { tree, find }: SourceWriter): void {
  const isNamed = given.some((one) => one.kind === 'value' && one.key.toUpperCase() === 'BOT_ID');
  for (const one of given) {
    if (one.kind !== 'value') continue;
    const name = one.key.toUpperCase();
    const isBot = name === 'BOT_ID' && entry.bot !== 'none';
    if ((isBot || isId(entry.params[name])) && isOddId(one.value, tree, entry.params[name]?.kind === 'ids'))
      throw new Unprovable('unproven-value', name);
    if (!mayBeMissing(one.value, tree, find) && !(isBot && entry.bot === 'optional' && isNobody(one))) continue;
    if (isBot) throw new Unprovable('no-bot-id', name);
    const param = entry.params[name];
    // Without a bot it stays for that, whatever else is given.
    if (entry.bot !== 'none' && !isNamed) continue;
    // v1 refuses the empty text, and v2 knows no such dialog.
    if (param?.kind === 'dialog' && isTextAtWorst(one.value, tree)) continue;
    if (param?.kind === 'dialog' || (param?.kind === 'id' && param.required))
      throw new Unprovable('unproven-value', name);
  }
}

function isId(param: ParamEntry | undefined): boolean {
  return param?.kind === 'id' || param?.kind === 'ids';
}

/** `BOT_ID: 0` stands for the default bot too. */
function isNobody({ value }: GivenValue): boolean {
  const literal = literalValue(value);
  return literal !== undefined && !(Number(literal.value) > 0);
}

/** v1 refuses what v2 would take: a message of attachments only, a colour that does not exist. */
function checkRefusals(entry: MethodEntry, given: readonly GivenParam[], { tree }: SourceWriter): void {
  const named = new Map<string, GivenValue>();
  for (const one of given) {
    for (const value of one.kind === 'choice' ? one.given : [one]) named.set(value.key.toUpperCase(), value);
  }
  const attached = named.has('ATTACH') && entry.checks.some(({ param }) => param === 'MESSAGE');
  const text = named.get('MESSAGE');
  if (attached && text && !isCertainText(text.value, tree)) throw new Unprovable('may-be-refused', 'MESSAGE');
}

/** As the translation sends them: the bot first, what the route adds behind, the access token last. */
function ordered(pieces: readonly Piece[], route: Extract<Route, { kind: 'one' }>, writer: SourceWriter): Piece[] {
  const { quote, isForm, inBatch } = writer;
  const named = (key: string): Piece[] => pieces.filter((piece) => piece.within.length === 0 && piece.key === key);
  const first = [...named('botId'), ...named('botToken')];
  const last = named('auth');
  const rest = pieces.filter((piece) => !first.includes(piece) && !last.includes(piece));
  const fixed = Object.entries(route.fixed ?? {}).map(
    ([key, value]): Piece => ({
      within: [],
      key,
      text: writeLiteral(isForm && typeof value === 'boolean' ? (value ? 'Y' : 'N') : value, quote),
      quoted: pieces[0]?.quoted ?? false,
      comments: NO_COMMENTS,
    }),
  );
  checkGroups(rest);
  if (route.fields && !rest.some(({ within }) => within[0] === 'fields')) {
    const text = isForm || inBatch ? `{ urlPreview: ${quote}Y${quote} }` : '{}';
    fixed.push({ within: [], key: 'fields', text, quoted: pieces[0]?.quoted ?? false, comments: NO_COMMENTS });
  }
  const all = [...first, ...rest, ...fixed, ...last];
  checkOrder(all);
  return all;
}

/** `fields` would be there and empty where v1 passes none of its parameters. */
function checkGroups(pieces: readonly Piece[]): void {
  for (const { within } of pieces) {
    const [group] = within;
    if (group !== undefined && !pieces.some((piece) => piece.within[0] === group && piece.key !== undefined))
      throw new Unprovable('unknown-spread');
  }
}

/** Values that do something (calls, awaits) are evaluated in the order of the source. */
function checkOrder(pieces: readonly Piece[]): void {
  const flat = (list: readonly (Piece | Group)[]): Piece[] =>
    list.flatMap((one) => (isGroup(one) ? flat(one.pieces) : [one]));
  let last = -1;
  for (const { acts } of flat(grouped(pieces))) {
    if (acts === undefined) continue;
    if (acts < last) throw new Unprovable('unproven-value');
    last = acts;
  }
}
