import { redact } from '../http/redact';
import type { Verdict } from '../map/entry';
import { methodEntry } from '../map/index';
import type { Translation } from '../translate/types';

/** How a method was used: counts of calls, and never a value of a parameter. */
export interface MethodUsage {
  /** How often it was called. */
  calls: number;
  /** How many went out under their v1 name, and how many as v2. */
  sent: { v1: number; v2: number; refused: number };
  /** Verdicts of the calls that were translated; calls in mode `v1` are not. */
  verdicts: Record<Verdict, number>;
  /** By loss id: how often calls had it, once a parameter. */
  losses: Record<string, number>;
  /** What the modes would do with these calls. */
  auto: { v1: number; v2: number };
  v2: { sent: number; refused: number };
  /** Places in the code, sampled: the first 20 calls of a method, then one in 64, after 4,000 one in 997. A place that calls seldom may be missing. */
  sites: Record<string, number>;
}

/** What was used, how often and with which verdicts. Plain JSON without parameter values; reports of processes add up. */
export interface UsageReport {
  /** Of this form. */
  version: 1;
  /** Tells such a report from other JSON. */
  tool: 'imbot-compat';
  /** By v1 method; unknown names count under their own. */
  methods: Record<string, MethodUsage>;
}

export interface Usage {
  count(method: string): MethodUsage;
  judge(usage: MethodUsage, translation: Translation): void;
  report(): UsageReport;
}

const ALL_SITES = 20;
const ONE_IN = 64;
/** What so many calls did not show is seldom, and each look at the stack costs as much as ten calls cost us. */
const MANY = 4_000;
/** A prime: places that call in turn are all seen. */
const ONE_IN_MANY = 997;
/** Names of methods that are not in the map, and places in the code; what comes after them is counted as `(others)`. */
const MOST_FOREIGN = 500;
const MOST_SITES = 1_000;
const OTHERS = '(others)';

/** Counts calls. Counts are exact; call sites are sampled, since a stack per call is dear. */
export function createUsage(site?: () => string | undefined): Usage {
  const methods = new Map<string, MethodUsage>();
  let foreign = 0;

  /** Names that no map knows may be put together at run time, by whoever writes to the bot: the first of them are told apart. */
  function usageOf(method: string): MethodUsage {
    const known = methods.get(method);
    if (known) return known;
    if (methodEntry(method) === undefined) {
      if (method !== OTHERS && foreign >= MOST_FOREIGN) return usageOf(OTHERS);
      foreign += 1;
    }
    const usage = emptyUsage();
    methods.set(method, usage);
    return usage;
  }

  return {
    count(method) {
      const usage = usageOf(method);
      usage.calls += 1;
      if (usage.calls <= ALL_SITES || usage.calls % (usage.calls > MANY ? ONE_IN_MANY : ONE_IN) === 0) {
        // In a page a site is an address, and an address may hold a token.
        const place = redact(site?.() ?? '(unknown)');
        const named = usage.sites[place] !== undefined || Object.keys(usage.sites).length < MOST_SITES ? place : OTHERS;
        usage.sites[named] = (usage.sites[named] ?? 0) + 1;
      }
      return usage;
    },
    judge(usage, { verdict, losses }) {
      usage.verdicts[verdict] += 1;
      for (const { id } of losses) usage.losses[id] = (usage.losses[id] ?? 0) + 1;
      const whole = verdict === 'exact' || verdict === 'emulated';
      usage.auto[whole ? 'v2' : 'v1'] += 1;
      usage.v2[whole ? 'sent' : 'refused'] += 1;
    },
    report() {
      const names = [...methods.keys()].sort();
      return {
        version: 1,
        tool: 'imbot-compat',
        methods: Object.fromEntries(names.map((name) => [name, structuredClone(methods.get(name) ?? emptyUsage())])),
      };
    },
  };
}

export function emptyUsage(): MethodUsage {
  return {
    calls: 0,
    sent: { v1: 0, v2: 0, refused: 0 },
    verdicts: { exact: 0, emulated: 0, lossy: 0, none: 0 },
    losses: {},
    auto: { v1: 0, v2: 0 },
    v2: { sent: 0, refused: 0 },
    sites: {},
  };
}
