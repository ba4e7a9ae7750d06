import { createServer } from 'node:http';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { createGateway } from 'imbot-compat/gateway';
import { Agent, request as ask } from 'undici';

/** One of the servers of bench/gateway.js, in a process of its own: `relay` or `gateway`, in front of the portal given. */
const [, , kind, portal] = process.argv;
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

/** The least that anybody would write: undici's own request, piped both ways. */
async function relay(incoming, outgoing) {
  const { host: _host, connection: _connection, ...headers } = incoming.headers;
  const {
    statusCode,
    headers: came,
    body,
  } = await ask(portal + incoming.url, {
    method: incoming.method,
    headers,
    body: incoming.method === 'GET' ? null : incoming,
    dispatcher,
  });
  const { connection: _own, 'keep-alive': _rest, 'transfer-encoding': _coding, ...kept } = came;
  outgoing.writeHead(statusCode, kept);
  body.pipe(outgoing);
}

const listener = kind === 'relay' ? relay : createGateway({ portal, warnings: false, dispatcher }).listener;
const server = createServer({ keepAliveTimeout: 600_000, headersTimeout: 600_000, requestTimeout: 0 }, listener);
server.listen(0, '127.0.0.1', 4096, () => process.send({ port: server.address().port }));
let collected = 0;
new PerformanceObserver((list) => {
  for (const { detail } of list.getEntries()) if (detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collected += 1;
}).observe({ entryTypes: ['gc'] });
process.on('message', (what) => {
  const cpu = process.cpuUsage();
  if (what === 'heap') global.gc?.();
  const { heapUsed } = process.memoryUsage();
  server.getConnections((_error, connections) => process.send({ cpu, heapUsed, connections, collected }));
});
process.on('disconnect', () => process.exit());
