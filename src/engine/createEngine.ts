import { type Explanation, explain } from '../translate/explain';
import { createDesk } from './desk';
import { learn, learnFormat } from './memory';
import type { Mode } from './modeOf';
import { checkedName, checkedParams } from './readCall';
import { reading } from './reading';
import { type BatchCalls, type BatchOptions, type BatchResult, runBatch } from './runBatch';
import { runCall } from './runCall';
import type { Connection, EngineOptions, Envelope, LearnedFacts, OwnOptions, Params, SeenDelivery } from './types';
import type { UsageReport } from './usage';

/** Runs v1 calls on v1 or v2, by mode and verdict. Every facade stands on it. */
export interface Engine {
  /** Resolves to the envelope with the v1 result. Methods other than imbot v1 pass through. */
  request(connection: Connection, method: string, params?: object | null, own?: OwnOptions): Promise<Envelope>;
  /** Up to 50 commands in one request. */
  batch(
    connection: Connection,
    calls: BatchCalls,
    own?: OwnOptions & BatchOptions,
  ): Promise<Envelope & { result: BatchResult }>;
  explain(connection: Pick<Connection, 'portal'>, method: string, params?: Params | null): Explanation;
  report(): UsageReport;
  /** Takes in what an event told, or that one came. */
  learn(connection: Pick<Connection, 'portal'>, facts: LearnedFacts & { readonly delivery?: SeenDelivery }): void;
  /** The mode of a call, as `request` would find it. */
  modeOf(method: string, params: Params, own?: Mode): Mode;
}

export function createEngine(options: EngineOptions): Engine {
  const desk = createDesk(options);
  return {
    request: (connection, method, params, own) => runCall(desk, connection, method, params, own),
    batch: (connection, calls, own = {}) => runBatch(desk, connection, calls, own),
    explain: ({ portal }, method, params) =>
      reading('explain', () =>
        explain(checkedName(method), checkedParams(method, params ?? {}), desk.memory(portal).context),
      ),
    report: desk.report,
    learn({ portal }, { delivery, ...facts }) {
      const memory = desk.memory(portal);
      learn(memory, facts);
      if (delivery) learnFormat(memory, delivery);
    },
    modeOf: desk.modeOf,
  };
}
