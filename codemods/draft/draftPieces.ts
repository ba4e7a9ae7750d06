import type { ts } from 'ts-morph';
import type { MethodEntry, ParamEntry } from '../../src/map/entry';
import { documentation, LOSSES } from '../../src/map/losses';
import type { Route } from '../../src/map/routes';
import { reason } from '../report/reasons';
import { NO_COMMENTS } from '../rewrite/commentsOf';
import { botIdText, IDENTITY, type Piece, piecesOf } from '../rewrite/pieces';
import type { GivenParam, GivenValue } from '../rewrite/readParams';
import { isPure } from '../source/isPure';
import type { SourceWriter } from '../source/SourceRule';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { writeLiteral } from '../source/writeLiteral';
import { DRAFT_TEXTS } from './Draft';
import type { LooseParams } from './looseParams';

export interface DraftParams {
  readonly entry: MethodEntry;
  readonly route: Route | undefined;
  readonly given: LooseParams;
  readonly writer: SourceWriter;
  /** Where the parameters come from when they do not stand at the call. */
  readonly source?: ts.Expression;
  /** What is left to decide is put in here. */
  readonly decide: string[];
}

/** The pieces of the v2 object; what cannot be written stands as it was, under its v2 name, and is told of. */
export function draftPieces(draft: DraftParams): Piece[] {
  const { entry, route, given, writer, source, decide } = draft;
  const own = { ...writer, botId: botIdSource(given.known, writer) };
  const pieces = given.known.flatMap((one) => givenPieces(one, draft, own));
  if (source) {
    pieces.push(...skeleton(entry, source, writer.tree));
    decide.push(DRAFT_TEXTS.skeleton);
  }
  for (const { source: text, reason: why } of given.raw) {
    pieces.push(plain([], undefined, text));
    decide.push(DRAFT_TEXTS.kept(text, reason(why).message));
  }
  if (entry.bot !== 'none' && !pieces.some(({ key, within }) => key === 'botId' && within.length === 0)) {
    pieces.push(plain([], 'botId', 'BOT_ID'));
    decide.push(DRAFT_TEXTS.noBot);
  }
  if (route?.kind === 'one') {
    for (const [key, value] of Object.entries(route.fixed ?? {}))
      pieces.push(plain([], key, writeLiteral(value, writer.quote)));
    if (route.fields && !pieces.some(({ within }) => within[0] === 'fields')) pieces.push(plain([], 'fields', '{}'));
  }
  const first = pieces.filter(({ key, within }) => within.length === 0 && (key === 'botId' || key === 'botToken'));
  return [...first, ...pieces.filter((piece) => !first.includes(piece))];
}

function givenPieces(one: GivenParam, { entry, route, decide }: DraftParams, writer: SourceWriter): Piece[] {
  for (const { key } of one.kind === 'choice' ? one.given : [one]) tellOfLoss(key, entry, decide);
  try {
    return piecesOf([one], entry.params, writer, route?.kind === 'one' ? route.only : undefined);
  } catch (error) {
    if (!(error instanceof Unprovable)) throw error;
    return (one.kind === 'choice' ? one.given : [one]).flatMap((value) => asItWas(value, entry, error, writer, decide));
  }
}

function tellOfLoss(key: string, entry: MethodEntry, decide: string[]): void {
  const param = paramOf(key, entry);
  if (param?.identity || isIdentity(key)) return;
  if (!param) {
    if (!entry.anyParams) decide.push(DRAFT_TEXTS.dropped(key, LOSSES['unknown-param'].message));
  } else if (param.loss && !param.targets) decide.push(DRAFT_TEXTS.dropped(key, LOSSES[param.loss.id].message));
  else if (param.known && !param.targets && !param.fields)
    decide.push(DRAFT_TEXTS.elsewhere(key, documentation(entry.v1.replaceAll('.', '-').toLowerCase())));
}

function asItWas(
  one: GivenValue,
  entry: MethodEntry,
  why: Unprovable,
  { tree }: SourceWriter,
  decide: string[],
): Piece[] {
  const [target] = paramOf(one.key, entry)?.targets ?? [];
  const to = target?.to ?? IDENTITY[one.key.toUpperCase()]?.to;
  if (to === undefined) return [];
  decide.push(DRAFT_TEXTS.value(one.key, reason(why.reason).message));
  const path = to.split('.');
  return [plain(path.slice(0, -1), path.at(-1), textOf(one.value, tree))];
}

/** `data.MESSAGE` for each parameter that v1 requires. */
function skeleton(entry: MethodEntry, source: ts.Expression, tree: ts.SourceFile): Piece[] {
  const from = isPure(source) ? textOf(source, tree) : 'params';
  const required = Object.entries(entry.params).filter(([name, { required: must }]) => must || name === 'BOT_ID');
  return required.flatMap(([name, { targets, identity }]) => {
    const to = targets?.[0]?.to ?? (identity ? IDENTITY[name]?.to : undefined);
    if (to === undefined) return [];
    const path = to.split('.');
    return [plain(path.slice(0, -1), path.at(-1), `${from}.${name}`)];
  });
}

function botIdSource(given: readonly GivenParam[], writer: SourceWriter): string | undefined {
  try {
    return botIdText(given, writer);
  } catch (error) {
    if (error instanceof Unprovable) return undefined;
    throw error;
  }
}

function paramOf(key: string, { params }: MethodEntry): ParamEntry | undefined {
  const name = key.toUpperCase();
  return Object.hasOwn(params, name) ? params[name] : undefined;
}

function isIdentity(key: string): boolean {
  return Object.hasOwn(IDENTITY, key.toUpperCase());
}

function plain(within: readonly string[], key: string | undefined, text: string): Piece {
  return { within, key, text, quoted: false, comments: NO_COMMENTS };
}
