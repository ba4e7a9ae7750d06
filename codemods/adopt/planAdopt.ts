import { applyEdits } from '../edits';
import { findSites } from '../findSites';
import { judge, targetOf } from '../judge';
import type { PlannedSite } from '../planFile';
import type { ReasonId } from '../reasons';
import type { Edit, Outcome, Site, SourceText } from '../site';
import { parseErrors, treeOf } from '../sourceFile';
import type { FoundFunction } from './FoundFunction';
import { findFunctions } from './findFunctions';
import type { Layout } from './Layout';
import { SDK_FACADE, SDK_MODULE, swapImports } from './swapImports';
import { understand } from './understand';
import { wrapEdits } from './wrapEdits';
import { wrapGlobal } from './wrapGlobals';

interface AdoptedFile {
  readonly source: SourceText;
  readonly sites: readonly PlannedSite[];
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly failure?: string;
}

export interface AdoptPlan {
  readonly files: readonly AdoptedFile[];
  /** What was understood, for people. */
  readonly understood: readonly string[];
}

export interface AdoptInput {
  /** Files with sites, SDK imports or transports, in stable order. */
  readonly files: readonly SourceText[];
  readonly wanted?: (site: Site) => boolean;
}

interface Reached {
  readonly transports: readonly FoundFunction[];
  readonly covered: boolean;
  readonly reason?: ReasonId;
  /** What was found and not understood. */
  readonly unclear: readonly string[];
}

const SDK_CALLS =
  /(?:^|\.)(?:callMethod|callBatch|callBatchByChunk|callListMethod|fetchListMethod|make|callV2|callV3)$/;
const DEPTH = 4;

/** Finds the functions through which the sites' calls pass, and puts each under the facade in one place. */
export function planAdopt({ files, wanted }: AdoptInput): AdoptPlan {
  const functions = files.filter((file) => parseErrors(treeOf(file)).length === 0).flatMap(findFunctions);
  const usesSdk = files.some((file) => file.text.includes(SDK_MODULE));
  const hasFacade = files.some((file) => file.text.includes(SDK_FACADE));
  const edits = new Map<SourceText, Edit[]>();
  const understood: string[] = [];
  const wrapped = new Map<FoundFunction, boolean>();
  const add = (file: SourceText, more: readonly Edit[]) => edits.set(file, [...(edits.get(file) ?? []), ...more]);
  let sdkWanted = false;

  const wrap = (found: FoundFunction, layout: Layout): boolean => {
    const known = wrapped.get(found);
    if (known !== undefined) return known;
    const done = found.wrapped ? [] : wrapEdits(found, layout);
    wrapped.set(found, done !== undefined);
    if (done?.length) {
      add(found.file, done);
      understood.push(`${found.file.path}: ${found.name} sends the calls; ${described(layout)}.`);
    } else if (!done)
      understood.push(`${found.file.path}: ${found.name} sends the calls, but cannot be wrapped where it stands.`);
    return done !== undefined;
  };

  const adopted = (site: Site, file: SourceText): Outcome => {
    const target = targetOf(site);
    const base: Outcome = { edits: [], verdict: 'review', reasons: [], ...(target ? { target } : {}) };
    const { shape } = site;
    if (site.kind === 'unknown-method' || site.kind === 'half-migrated' || site.kind === 'event' || !shape)
      return judge(site);
    const global = wrapGlobal(site, file);
    if (global) {
      if (global.edits.length > 0) {
        add(file, global.edits);
        const text = `${file.path}: calls go through ${global.global}, which is wrapped for this file.`;
        if (!understood.includes(text)) understood.push(text);
      }
      return { ...base, verdict: 'auto' };
    }
    if (site.kind === 'url') return { ...base, reasons: ['url-call'] };
    if (/^BX24\./.test(shape.callee ?? '') || /\bBX24\.callBatch\(/.test(file.text))
      return { ...base, reasons: ['bx24-page'] };
    const callees = shape.constant ? shape.constant.calls.map(({ callee }) => callee) : [shape.callee];
    const names = callees.flatMap((callee) => (callee === undefined ? [] : [callee]));
    if (names.length === 0) {
      const only = transportsIn(functions);
      const [one] = only;
      if (only.length !== 1 || !one) return { ...base, reasons: ['transport-not-found'] };
      return wrap(one.found, one.layout)
        ? { ...base, verdict: 'auto' }
        : { ...base, reasons: ['transport-not-understood'] };
    }
    for (const callee of names) {
      const reached = reach(nameOf(callee), file, functions);
      for (const found of reached.transports) {
        const understanding = understand(found);
        if (understanding.kind !== 'transport' || !wrap(found, understanding.layout)) {
          return { ...base, reasons: ['transport-not-understood'] };
        }
      }
      if (reached.transports.length > 0 || reached.covered) continue;
      for (const text of reached.unclear) if (!understood.includes(text)) understood.push(text);
      if ((usesSdk || hasFacade) && SDK_CALLS.test(callee)) sdkWanted = true;
      else return { ...base, reasons: [reached.reason ?? 'transport-not-found'] };
    }
    return { ...base, verdict: 'auto' };
  };

  const planned = files.map((source) => {
    const sites = findSites(source).filter((site) => site.kind === 'mention' || !wanted || wanted(site));
    return {
      source,
      sites: sites.map((site) => {
        const active = site.kind !== 'mention' && site.ignored === undefined;
        const outcome: Outcome = active ? adopted(site, source) : { edits: [], verdict: 'manual', reasons: [] };
        return { site, outcome, changed: active && outcome.verdict === 'auto' };
      }),
    };
  });
  if (sdkWanted) {
    for (const file of files) {
      const swaps = swapImports(file);
      if (swaps.length === 0) continue;
      add(file, swaps);
      understood.push(`${file.path}: takes the SDK; it comes from ${SDK_FACADE} instead.`);
    }
  }
  return {
    files: planned.map(({ source, sites }) => {
      const wantedEdits = (edits.get(source) ?? []).map((edit) => ({ owner: edit, edits: [edit] }));
      const { text, edits: accepted, refused } = applyEdits(source, wantedEdits);
      const failure = refused.length > 0 ? 'left as it was: its changes do not fit together' : undefined;
      return {
        source,
        sites,
        text: failure ? source.text : text,
        edits: failure ? [] : accepted,
        ...(failure ? { failure } : {}),
      };
    }),
    understood,
  };
}

/** `bitrix.call` → call; `req.call(this, …)` → req. */
function nameOf(callee: string): string {
  const parts = callee.split(/[.?!]+/).filter(Boolean);
  const last = parts.at(-1) ?? '';
  return (last === 'call' || last === 'apply') && parts.length === 2 && parts[0] !== 'this'
    ? `${parts[0]}|${last}`
    : last;
}

/** Follows a name through functions that hand the method on, to those that build the URL. */
function reach(name: string, from: SourceText, functions: readonly FoundFunction[], depth = DEPTH): Reached {
  const names = name.split('|').reverse();
  const named =
    names.map((one) => functions.filter((found) => found.name === one)).find((found) => found.length > 0) ?? [];
  if (named.length === 0 || depth === 0) return { transports: [], covered: false, unclear: [] };
  const own = named.filter(({ file }) => file === from);
  const candidates = own.length > 0 ? own : named;
  const transports: FoundFunction[] = [];
  let covered = false;
  let reason: ReasonId | undefined;
  const unclear: string[] = [];
  for (const found of candidates) {
    if (found.wrapped) {
      covered = true;
      continue;
    }
    const understanding = understand(found);
    if (understanding.kind === 'transport') transports.push(found);
    else if (understanding.kind === 'unclear') {
      reason = 'transport-not-understood';
      unclear.push(`${found.file.path}: ${found.name} sends the calls, but ${understanding.why}.`);
    } else if (understanding.kind === 'forwards') {
      for (const next of understanding.to) {
        if (next === found.name) continue;
        const further = reach(next, found.file, functions, depth - 1);
        transports.push(...further.transports);
        covered ||= further.covered;
        reason ??= further.reason;
        unclear.push(...further.unclear);
      }
    }
  }
  return { transports: [...new Set(transports)], covered, unclear, ...(reason ? { reason } : {}) };
}

function transportsIn(functions: readonly FoundFunction[]): { found: FoundFunction; layout: Layout }[] {
  return functions.flatMap((found) => {
    const understanding = understand(found);
    return understanding.kind === 'transport' ? [{ found, layout: understanding.layout }] : [];
  });
}

const ANSWERS = {
  envelope: 'it answers the envelope { result, … }',
  result: 'it answers the result itself',
  axios: 'it answers the axios response',
  callback: 'it answers through a callback',
} as const;

function described({ method, params, portal, answer, encoding, clientId }: Layout): string {
  const place = (value: number | string) => (typeof value === 'number' ? `argument ${value}` : value);
  const portalText =
    portal === undefined
      ? 'nothing tells portals apart, so nothing is looked up'
      : `the portal is ${/^\d+$/.test(portal) ? `argument ${portal}` : portal}`;
  return `the method is ${place(method)}, the parameters ${place(params)}, ${portalText}; ${ANSWERS[answer]} and sends ${encoding === 'json' ? 'JSON' : 'a form'}${clientIdText(clientId)}`;
}

function clientIdText(clientId: Layout['clientId']): string {
  if (clientId === undefined) return '';
  return clientId === 'hidden'
    ? '; it adds a CLIENT_ID that is known within it only: give it to wrapCall as clientId, or v2 refuses the bot'
    : `; it adds ${/^['"]/.test(clientId.source) ? 'a CLIENT_ID that is written out in it' : `the CLIENT_ID ${clientId.source}`}`;
}
