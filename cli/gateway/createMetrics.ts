import type { UsageReport } from '../../src/engine/usage';
import type { ServedRequest } from '../../src/gateway/serveRequest';

/** Counts what the gateway does, and tells it as Prometheus reads it. */
export interface Metrics {
  count(served: ServedRequest): void;
  text(running: number, connections: number, report: UsageReport): string;
}

/** Seconds. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 30];

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const buckets = BUCKETS.map(() => 0);
  let seconds = 0;
  let total = 0;
  return {
    count({ kind, status, ms }) {
      const key = `kind="${kind}",status="${status ?? 'none'}"`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      seconds += ms / 1000;
      total += 1;
      for (const [index, bound] of BUCKETS.entries())
        if (ms / 1000 <= bound) buckets[index] = (buckets[index] ?? 0) + 1;
    },
    text(running, connections, { methods }) {
      const lines = [
        ...help('requests_total', 'counter', 'Requests by what became of them'),
        ...[...requests].map(([labels, count]) => line('requests_total', labels, count)),
        ...help('request_seconds', 'histogram', 'From a request to the end of its answer'),
        ...BUCKETS.map((bound, index) => line('request_seconds_bucket', `le="${bound}"`, buckets[index] ?? 0)),
        line('request_seconds_bucket', 'le="+Inf"', total),
        line('request_seconds_sum', '', seconds),
        line('request_seconds_count', '', total),
        ...help('running', 'gauge', 'Requests under way'),
        line('running', '', running),
        ...help('connections', 'gauge', 'Connections of callers'),
        line('connections', '', connections),
        ...help('calls_total', 'counter', 'Calls of imbot by method and by what they were sent as'),
        ...Object.entries(methods).flatMap(([method, { sent }]) =>
          Object.entries(sent).map(([as, count]) =>
            line('calls_total', `method="${label(method)}",sent="${as}"`, count),
          ),
        ),
        ...help('heap_bytes', 'gauge', 'Memory in use'),
        line('heap_bytes', '', process.memoryUsage().heapUsed),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

function help(name: string, type: string, text: string): string[] {
  return [`# HELP imbot_gateway_${name} ${text}`, `# TYPE imbot_gateway_${name} ${type}`];
}

function line(name: string, labels: string, value: number): string {
  return `imbot_gateway_${name}${labels === '' ? '' : `{${labels}}`} ${value}`;
}

function label(text: string): string {
  return text.replace(/[^\w.()]/g, '_');
}
