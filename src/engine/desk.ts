import type { MethodEntry } from '../map/entry';
import { isV1Imbot } from '../map/imbotName';
import { NEVER_EXISTED } from '../map/index';
import type { LossId } from '../map/losses';
import { boundedMap } from '../translate/boundedMap';
import type { Translation } from '../translate/types';
import { createPortalMemory, type PortalMemory } from './memory';
import { checked, type Mode, modeOf } from './modeOf';
import { notify } from './notify';
import { portalState } from './shared';
import { NOTICES } from './texts';
import type { CallOptions, EngineOptions, Params } from './types';
import { createUsage, type MethodUsage, type UsageReport } from './usage';

/** What one engine keeps across its calls: what it counts, says and remembers. */
export interface Desk {
  readonly options: EngineOptions;
  /** Names a portal for what is remembered and said about it. */
  keyOf(portal: string | undefined): string;
  memory(portal: string | undefined): PortalMemory;
  /** Counts a call, and warns once about its method. */
  count(entry: MethodEntry, translation?: Translation): MethodUsage;
  /** Counts a call of a name that imbot v1 never had, and warns once; false for other names. */
  countUnknown(named: string): boolean;
  accepts(own: CallOptions, loss: LossId): boolean;
  modeOf(method: string, params: Params, own?: Mode): Mode;
  report(): UsageReport;
}

let desks = 0;

export function createDesk(options: EngineOptions): Desk {
  if (options.mode !== undefined && typeof options.mode !== 'function') checked(options.mode, 'mode', 'createImbot');
  const usage = createUsage(options.site);
  /** Where `portal` is a token, each renewal is a portal of its own. */
  const memories = boundedMap<string, PortalMemory>(1_000);
  desks += 1;
  /** Stands for all portals of a transport that does not tell them apart. */
  const anonymous = `anonymous ${desks}`;

  return {
    options,
    keyOf: (portal) => portal ?? anonymous,
    memory(portal) {
      const key = portal ?? anonymous;
      const known = memories.get(key);
      if (known) return known;
      const made = createPortalMemory(options.context, portalState(key).departing);
      memories.set(key, made);
      return made;
    },
    count(entry, translation) {
      const counted = usage.count(entry.v1);
      if (translation) usage.judge(counted, translation);
      if (counted.calls === 1) {
        notify(options.warnings, `deprecated:${entry.v1}`, NOTICES.deprecated(entry.v1, entry.v2[0]), entry.v1);
      }
      return counted;
    },
    countUnknown(named) {
      if (!isV1Imbot(named)) return false;
      usage.count(named).sent.v1 += 1;
      if (NEVER_EXISTED.includes(named.toLowerCase())) {
        notify(options.warnings, `misnamed:${named}`, NOTICES.misnamed(named), 'never-existed');
      }
      return true;
    },
    accepts: (own, loss) => (options.accept?.includes(loss) ?? false) || (own.accept?.includes(loss) ?? false),
    modeOf: (method, params, own) => modeOf(options, method, params, own),
    report: usage.report,
  };
}
