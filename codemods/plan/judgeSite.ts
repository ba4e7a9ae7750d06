import type { ts } from 'ts-morph';
import { EVENT_NAMES } from '../../src/map/events';
import { methodEntry } from '../../src/map/index';
import { explain } from '../../src/translate/explain';
import { syntax } from '../files/sourceFile';
import { bare, propertyName } from '../find/callShape';
import type { ReasonId } from '../report/reasons';
import type { CallShape, Site, SiteOutcome, SiteVerdict } from './site';

/** The verdict of a site from the map and what its source shows, without any edit. */
export function judgeSite(site: Site): SiteOutcome {
  const { shape, reasons } = site;
  if (reasons.some((reason) => BY_HAND.has(reason)) || site.kind === 'unknown-method') {
    const { params = [] } = site;
    return { ...outcome('manual', reasons, targetOf(site)), ...(params.length > 0 ? { params } : {}) };
  }
  if (site.kind === 'event') return outcome('review', [...reasons, 'event-handler'], targetOf(site));
  if (site.kind === 'half-migrated') return outcome('manual', reasons, site.method);
  const entry = methodEntry(site.method);
  if (!entry || !shape) return outcome('manual', reasons);
  if (entry.v2.length === 0) return outcome('manual', [...reasons, ...entry.conditional]);
  const found: ReasonId[] = [...reasons];
  if (entry.higherRank) found.push('higher-rank');
  if (shape.choice) found.push('several-methods');
  if (site.kind === 'url') found.push('url-call');
  if (shape.place === 'query') found.push('batch-text');
  if (site.kind === 'constant') {
    const { calls = [], otherUses = [] } = shape.constant ?? {};
    if (calls.length === 0) found.push('constant-unused');
    if (otherUses.length > 0) found.push('constant-used-elsewhere');
    for (const call of calls) found.push(...judgeParams(site.method, call));
  } else found.push(...judgeParams(site.method, shape));
  return outcome(found.length > 0 ? 'review' : 'auto', found, targetOf(site));
}

/** Found where this tool can neither read nor change what is around it. */
const BY_HAND: ReadonlySet<ReasonId> = new Set<ReasonId>([
  'not-javascript',
  'in-markup',
  'script-in-text',
  'dynamic-name',
]);

function outcome(verdict: SiteVerdict, reasons: readonly ReasonId[], target?: string): SiteOutcome {
  return { edits: [], verdict, reasons: [...new Set(reasons)], ...(target ? { target } : {}) };
}

/** The v2 name that a site's method or event has, the main one where there are several. */
export function targetOf({ kind, method }: Pick<Site, 'kind' | 'method'>): string | undefined {
  if (kind === 'event') return Object.entries(EVENT_NAMES).find(([v1]) => v1 === method)?.[1];
  return methodEntry(method)?.v2[0];
}

function judgeParams(method: string, shape: CallShape): ReasonId[] {
  const { isObjectLiteralExpression } = syntax();
  const entry = methodEntry(method);
  const object = shape.params && bare(shape.params);
  if (!entry) return [];
  if (!object)
    return Object.keys(entry.params).length > 0 && entry.bot !== 'none' ? ['no-parameters'] : [...(entry.always ?? [])];
  if (!isObjectLiteralExpression(object)) return [...(entry.always ?? []), 'unknown-parameters'];
  const { params, reasons } = shownParams(object);
  const upper = new Set(Object.keys(params).map((name) => name.toUpperCase()));
  if (entry.bot === 'optional' && !upper.has('BOT_ID')) reasons.push('no-bot-id');
  const { verdict, losses } = explain(method, params, { auth: 'site' });
  reasons.push(...losses.map(({ id }) => id));
  if (verdict === 'emulated') reasons.push('needs-plan');
  return reasons;
}

/** A value that stands for one that is only known at run time: no flag, no empty text, never a loss by itself. */
const SOMETHING = '1';

function shownParams(object: ts.ObjectLiteralExpression): { params: Record<string, unknown>; reasons: ReasonId[] } {
  const { isPropertyAssignment, isShorthandPropertyAssignment, isSpreadAssignment } = syntax();
  const params: Record<string, unknown> = {};
  const reasons: ReasonId[] = [];
  for (const property of object.properties) {
    const name = propertyName(property);
    if (isSpreadAssignment(property)) reasons.push('unknown-spread');
    else if (name === '') reasons.push('computed-key');
    else if (name.includes('[')) reasons.push('flat-keys');
    else if (isPropertyAssignment(property)) params[name] = shownValue(property.initializer);
    else if (isShorthandPropertyAssignment(property)) params[name] = SOMETHING;
  }
  return { params, reasons };
}

function shownValue(node: ts.Expression): unknown {
  const { isArrayLiteralExpression, isNumericLiteral, isObjectLiteralExpression, isStringLiteralLike, SyntaxKind } =
    syntax();
  const inner = bare(node);
  if (isStringLiteralLike(inner)) return inner.text;
  if (isNumericLiteral(inner)) return Number(inner.text);
  if (inner.kind === SyntaxKind.TrueKeyword) return true;
  if (inner.kind === SyntaxKind.FalseKeyword) return false;
  if (inner.kind === SyntaxKind.NullKeyword) return null;
  if (isArrayLiteralExpression(inner)) return inner.elements.map(shownValue);
  return isObjectLiteralExpression(inner) ? shownParams(inner).params : SOMETHING;
}
