import type { ts } from 'ts-morph';
import { redact } from '../../src/http/redact';
import type { MethodEntry } from '../../src/map/entry';
import { methodEntry } from '../../src/map/index';
import type { Route } from '../../src/map/routes';
import { syntax, treeOf } from '../files/sourceFile';
import type { Site, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { entryOf, halfMigratedParams } from '../rewrite/fixHalfMigrated';
import { type Group, grouped, isGroup } from '../rewrite/grouped';
import type { Imports } from '../rewrite/Imports';
import { layOut } from '../rewrite/layOut';
import type { Piece } from '../rewrite/pieces';
import { sampleParams } from '../rewrite/sampleParams';
import { ANSWER_SOURCES } from '../source/answerSources';
import { indentAt } from '../source/indentAt';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { VALUES_MODULE } from '../source/valueHelpers';
import { createDraftWriter } from './createDraftWriter';
import { DRAFT_TEXTS, type Draft } from './Draft';
import { draftPieces } from './draftPieces';
import { looseParams } from './looseParams';

/**
 * The v2 call of a site that stays, written out as far as its source tells, and what is left to decide. Undefined where v2
 * has no such call. It is for people: nothing of it is ever written into a file.
 */
export function draftOf(site: Site, file: SourceText, reasons: readonly ReasonId[] = []): Draft | undefined {
  if (site.kind === 'half-migrated') return draftOfHalf(site, file, reasons);
  const entry = methodEntry(site.method);
  const { shape } = site;
  if (!entry || !shape || entry.v2.length === 0 || site.kind === 'event') return undefined;
  const tree = treeOf(file);
  const imports: Imports = new Map();
  const writer = createDraftWriter(tree, file.text[site.offset - 1] === '"' ? '"' : "'", imports);
  const node = shape.params && unwrap(shape.params);
  const object = node && syntax().isObjectLiteralExpression(node) ? node : undefined;
  const given = object ? looseParams(object, tree) : { known: [], raw: [] };
  const route = routeOf(entry, () => sampleParams(given.known, entry.params, tree));
  const decide: string[] = [];
  const pieces = draftPieces({ entry, route, given, writer, source: object ? undefined : node, decide });
  const text = object ? layOut(pieces, object, tree, writer.quote) : inOneLine(grouped(pieces));
  const target = route?.kind === 'one' ? route.v2 : (entry.v2[0] ?? site.method);
  if (route?.kind !== 'one' && entry.v2.length > 1) decide.unshift(DRAFT_TEXTS.several(entry.v2));
  if (imports.size > 0) decide.push(DRAFT_TEXTS.imports([...imports.values()], VALUES_MODULE));
  decide.push(...answerWords(entry, reasons));
  const told = [...new Set(decide)].map((line) => redact(line));
  return { code: redact(codeOf(site, target, text, tree)), decide: told };
}

/** A v2 call with v1 parameters: its parameters put right. */
function draftOfHalf(site: Site, file: SourceText, reasons: readonly ReasonId[]): Draft | undefined {
  const tree = treeOf(file);
  const node = site.shape?.params && unwrap(site.shape.params);
  if (!node || !syntax().isObjectLiteralExpression(node)) return undefined;
  const quote = file.text[site.offset - 1] === '"' ? '"' : "'";
  try {
    const params = halfMigratedParams(site, node, tree, {
      quote,
      values: VALUES_MODULE,
      inBatch: false,
      isForm: false,
    });
    const entry = entryOf(site.method);
    return {
      code: redact(codeOf(site, site.method, params, tree)),
      decide: entry ? answerWords(entry, reasons) : [],
    };
  } catch (error) {
    if (error instanceof Unprovable) return undefined;
    throw error;
  }
}

/** Where the answer stands in v2, for who changes what reads it. */
function answerWords({ answer }: MethodEntry, reasons: readonly ReasonId[]): string[] {
  const { path } = ANSWER_SOURCES[answer];
  if (!path || !reasons.includes('unproven-answer')) return [];
  return [DRAFT_TEXTS.answer(`result${path.replaceAll('?.', '.')}`)];
}

function routeOf(entry: MethodEntry, sample: () => Record<string, unknown>): Route | undefined {
  try {
    const route = entry.route(sample());
    return route.kind === 'none' ? undefined : route;
  } catch {
    // A sample of what is not known says nothing of the way.
    return undefined;
  }
}

/** The call with its v2 name and parameters; name and parameters alone where the call stands elsewhere. */
function codeOf(site: Site, target: string, params: string, tree: ts.SourceFile): string {
  const { shape } = site;
  const call = shape?.call;
  const alone = `'${target}', ${params}`;
  if (!shape || !call || shape.place === 'constant' || call.end - call.getStart(tree) > LONGEST) return alone;
  const start = call.getStart(tree);
  const edits = [{ start: site.offset, end: site.offset + site.length, text: target }];
  if (shape.params) edits.push({ start: shape.params.getStart(tree), end: shape.params.end, text: params });
  if (edits.some((edit) => edit.start < start || edit.end > call.end)) return alone;
  let text = '';
  let at = start;
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    text += tree.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return dedented(text + tree.text.slice(at, call.end), indentAt(tree.text, start));
}

/** Characters of a call that is still shown whole: a batch of a hundred commands is not. */
const LONGEST = 2_000;

function dedented(text: string, indent: string): string {
  const lines = text.replace(/\r/g, '').split('\n');
  return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
}

function inOneLine(pieces: readonly (Piece | Group)[]): string {
  const parts = pieces.map((one) =>
    isGroup(one)
      ? `${one.name}: ${inOneLine(one.pieces)}`
      : one.key === undefined
        ? one.text
        : `${one.key}: ${one.text}`,
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
