import type { PortalProfile } from '../../src/client/portalProfile';
import type { UsageReport } from '../../src/engine/usage';
import type { ParamEntry } from '../../src/map/entry';
import { FACTS, type Fact } from '../../src/map/facts';
import { methodEntry } from '../../src/map/index';

/** What is known of a portal’s facts. */
export interface KnownFacts {
  readonly holds: readonly string[];
  readonly fails: readonly string[];
  /** Not asked, and not only documented: what the map rests on and nobody has seen here. */
  readonly unknown: readonly string[];
}

/** A method that was called, and what its translation rests on. */
export interface RestingMethod {
  readonly method: string;
  readonly calls: number;
  /** Calls that went out as v2. */
  readonly sentAsV2: number;
  readonly fails: readonly string[];
  readonly unknown: readonly string[];
}

/** Sorts the facts of the map by what `prove` found. */
export function knownFacts(profile: PortalProfile | undefined): KnownFacts {
  const of = (found: boolean | undefined) => FACTS.filter(({ id }) => profile?.facts[id] === found);
  const ids = (facts: readonly Fact[]) => facts.map(({ id }) => id);
  return {
    holds: ids(of(true)),
    fails: ids(of(false)),
    unknown: ids(of(undefined).filter(({ basis }) => basis !== 'documented')),
  };
}

/** The methods of a usage report that rest on facts which fail here or are not known, most called first. */
export function restingMethods(report: UsageReport, { fails, unknown }: KnownFacts): RestingMethod[] {
  const all = Object.entries(report.methods).map(([method, { calls, sent }]) => {
    const facts = FACTS.filter((fact) => restsOn(method, fact)).map(({ id }) => id);
    return {
      method,
      calls,
      sentAsV2: sent.v2,
      fails: facts.filter((id) => fails.includes(id)),
      unknown: facts.filter((id) => unknown.includes(id)),
    };
  });
  const open = all.filter((one) => one.fails.length + one.unknown.length > 0);
  return open.sort((a, b) => b.calls - a.calls || (a.method < b.method ? -1 : 1));
}

/** By the map: the method itself, or a value rule of one of its parameters. */
function restsOn(method: string, { holds }: Fact): boolean {
  const entry = methodEntry(method);
  if (entry === undefined) return false;
  const rules = new Set(Object.values(entry.params).flatMap(rulesOf));
  return holds.some(
    (thing) => thing === `method:${entry.v1}` || (thing.startsWith('rule:') && rules.has(thing.slice(5))),
  );
}

function rulesOf({ targets = [], fields = {} }: ParamEntry): string[] {
  return [...targets.map(({ rule }) => rule), ...Object.values(fields).flatMap(rulesOf)];
}
