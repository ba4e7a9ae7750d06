import { createServer, type Server } from 'node:http';
import { mergeReports } from '../../src/engine/mergeReports';
import type { UsageReport } from '../../src/engine/usage';
import type { Metrics } from './createMetrics';
import { reportPage } from './reportPage';

export interface StatSources {
  readonly metrics: Metrics;
  readonly running: () => number;
  readonly connections: () => Promise<number>;
  readonly reports: () => readonly UsageReport[];
  readonly isReady: () => boolean;
}

/** What whoever runs the gateway may ask: /healthz, /readyz, /metrics and /report (`?format=html` for a page). */
export function createStats({ metrics, running, connections, reports, isReady }: StatSources): Server {
  const text = async (path: string, html: boolean): Promise<readonly [status: number, type: string, body: string]> => {
    if (path === '/healthz') return [200, PLAIN, 'ok\n'];
    if (path === '/readyz') return isReady() ? [200, PLAIN, 'ready\n'] : [503, PLAIN, 'draining\n'];
    const report = mergeReports(reports());
    if (path === '/metrics')
      return [200, `${PLAIN}; version=0.0.4`, metrics.text(running(), await connections(), report)];
    if (path !== '/report') return [404, PLAIN, 'not found\n'];
    return html
      ? [200, 'text/html; charset=utf-8', reportPage(report)]
      : [200, 'application/json', `${JSON.stringify(report, null, 2)}\n`];
  };
  return createServer((request, response) => {
    const [path = '', query] = (request.url ?? '/').split('?');
    const isAsked = new URLSearchParams(query).get('format') === 'html';
    void text(path, isAsked || /^text\/html/.test(request.headers.accept ?? '')).then(([status, type, body]) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
  });
}

const PLAIN = 'text/plain; charset=utf-8';
