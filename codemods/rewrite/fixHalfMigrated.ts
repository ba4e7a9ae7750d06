import type { ts } from 'ts-morph';
import type { MethodEntry, ParamEntry } from '../../src/map/entry';
import { identityParams } from '../../src/map/identity';
import { isV1Param } from '../../src/map/imbotName';
import { METHODS } from '../../src/map/index';
import { syntax } from '../files/sourceFile';
import { rightKey } from '../find/liveMistakes';
import type { Edit, Site } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { ANSWER_SOURCES } from '../source/answerSources';
import { propertyKey } from '../source/literalValue';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { writeKey } from '../source/writeLiteral';
import { answerUses } from './answerUses';
import { NO_COMMENTS } from './commentsOf';
import { createSourceWriter } from './createSourceWriter';
import type { Imports } from './Imports';
import { layOut } from './layOut';
import { asGiven, asGroup, botIdText, type Piece, piecesOf } from './pieces';
import { type GivenParam, type GivenValue, readParams } from './readParams';
import type { SiteSettings } from './SiteSettings';

export interface HalfMigratedPlan {
  readonly edits: readonly Edit[];
  readonly imports: Imports;
  readonly target: string;
  readonly reasons: readonly ReasonId[];
}

/**
 * A v2 call with v1 parameters, as the author meant it: v1 keys by the rules of the map, wrong v2 names put right, a
 * command's title by language.
 * @throws Unprovable where it is not clear what was meant
 */
export function fixHalfMigrated(site: Site, tree: ts.SourceFile, settings: SiteSettings): HalfMigratedPlan {
  const node = site.shape?.params && unwrap(site.shape.params);
  if (!node || !syntax().isObjectLiteralExpression(node)) throw new Unprovable(site.reasons[0] ?? 'v1-keys-in-v2');
  // Until now the call failed. Once it succeeds, code that reads the v1 answer gets something else.
  if (site.reasons.includes('v1-keys-in-v2') && !readsV2Answer(site, tree)) throw new Unprovable('unproven-answer');
  const imports: Imports = new Map();
  const edits = site.reasons.includes('v1-keys-in-v2')
    ? [v2Object(site, node, tree, imports, settings)]
    : smallFixes(site.method, node, '', tree, settings.quote);
  if (edits.length === 0) throw new Unprovable(site.reasons[0] ?? 'v1-keys-in-v2');
  return { edits, imports, target: site.method, reasons: site.reasons };
}

/** The same parameters put right, whatever is read of the answer: for a draft. */
export function halfMigratedParams(
  site: Site,
  object: ts.ObjectLiteralExpression,
  tree: ts.SourceFile,
  settings: SiteSettings,
): string {
  return v2Object(site, object, tree, new Map(), settings).text;
}

/** Is nothing read of the answer, or only what the v2 answer has? */
function readsV2Answer({ method, shape }: Site, tree: ts.SourceFile): boolean {
  const s = syntax();
  if (!shape?.outer) return false;
  if (shape.ignored) return true;
  const uses = answerUses(shape.outer, tree);
  if (uses.escapes.length + uses.bare.length + uses.bindings.length > 0) return false;
  const answer = entryOf(method)?.answer;
  const [first] = (answer && ANSWER_SOURCES[answer].path?.split(/\W+/).filter(Boolean)) || [];
  return uses.results.every(
    ({ parent }) => s.isPropertyAccessExpression(parent) && first !== undefined && parent.name.text === first,
  );
}

function v2Object(
  site: Site,
  object: ts.ObjectLiteralExpression,
  tree: ts.SourceFile,
  imports: Imports,
  settings: SiteSettings,
): Edit {
  const entry = entryOf(site.method);
  const given = readParams(object, tree);
  const values = given.filter((one): one is GivenValue => one.kind === 'value');
  if (!entry || values.length !== given.length) throw new Unprovable('v1-keys-in-v2');
  for (const { key } of values) if (isV1Param(key) && !isKnown(key, entry)) throw new Unprovable('v1-keys-in-v2');
  const bare = createSourceWriter(tree, settings.quote, imports, settings);
  const own = values.find(({ key }) => key === 'botId');
  const writer = { ...bare, botId: botIdText(given, bare) ?? (own && textOf(own.value, tree)) };
  const pieces = given.flatMap((one): Piece[] => pieceOf(one, entry, writer));
  const keys = pieces.map(({ within, key }) => [...within, key].join('.'));
  if (new Set(keys).size !== keys.length) throw new Unprovable('duplicate-key');
  return { start: object.getStart(tree), end: object.end, text: layOut(pieces, object, tree, settings.quote) };
}

function pieceOf(one: GivenParam, entry: MethodEntry, writer: Parameters<typeof piecesOf>[2]): Piece[] {
  if (one.kind !== 'value' || isV1Param(one.key)) {
    return piecesOf([one], entry.params, writer);
  }
  const object = unwrap(one.value);
  if (one.key !== 'fields' || !syntax().isObjectLiteralExpression(object)) return plainPieces(one, [], writer.tree);
  const inner = readParams(object, writer.tree).flatMap((given): Piece[] => {
    if (given.kind !== 'value') throw new Unprovable('v1-keys-in-v2');
    return plainPieces(given, ['fields'], writer.tree);
  });
  return asGroup(inner, one);
}

function plainPieces(one: GivenValue, within: string[], tree: ts.SourceFile): Piece[] {
  const { key, value, quoted } = one;
  return asGiven([{ within, key, text: textOf(value, tree), quoted, comments: NO_COMMENTS }], one);
}

function isKnown(key: string, entry: MethodEntry): boolean {
  const param: ParamEntry | undefined = Object.hasOwn(entry.params, key) ? entry.params[key] : undefined;
  return (
    Object.hasOwn(identityParams, key) ||
    (param !== undefined && (param.targets !== undefined || param.fields !== undefined))
  );
}

/** The v1 method that was meant, where only one becomes this v2 method. */
export function entryOf(v2: string): MethodEntry | undefined {
  const main = METHODS.filter((entry) => entry.v2[0] === v2 && !entry.alias);
  return main.length === 1 ? main[0] : undefined;
}

function smallFixes(
  method: string,
  object: ts.ObjectLiteralExpression,
  prefix: string,
  tree: ts.SourceFile,
  quote: "'" | '"',
): Edit[] {
  const s = syntax();
  const edits: Edit[] = [];
  for (const property of object.properties) {
    if (s.isShorthandPropertyAssignment(property)) {
      const right = rightKey(method, prefix + property.name.text)
        ?.split('.')
        .at(-1);
      const start = property.getStart(tree);
      if (right) edits.push({ start, end: property.end, text: `${right}: ${property.name.text}` });
      continue;
    }
    const key = s.isPropertyAssignment(property) ? propertyKey(property.name) : undefined;
    if (!s.isPropertyAssignment(property) || key === undefined) continue;
    const right = rightKey(method, prefix + key)
      ?.split('.')
      .at(-1);
    const start = property.name.getStart(tree);
    if (right)
      edits.push({
        start,
        end: property.name.end,
        text: s.isStringLiteral(property.name) ? `${quote}${right}${quote}` : writeKey(right, quote),
      });
    const value = unwrap(property.initializer);
    if (s.isObjectLiteralExpression(value)) edits.push(...smallFixes(method, value, `${prefix}${key}.`, tree, quote));
  }
  return edits;
}
