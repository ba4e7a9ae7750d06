import { fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';

/**
 * `node bench/gateway.js`: what the gateway costs beside a bare undici relay, both in processes of their own before one portal.
 * 64 connections, slices of a second in turn, so that whatever else this machine does meets both. Wall time, and the processor time of the
 * server alone. Then the heap of another gateway, and idle connections.
 *
 * Nobody collects the heap of a server that is measured: for seconds afterwards V8 collects the old heap of whoever was, three
 * times as often as before. With bodies of 256 kB it falls into that by itself too, relay and gateway alike, and out of it; hence the counts.
 */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const IDLE = Number(process.env.BENCH_IDLE ?? 10_000);
/** Seconds for which they rest. */
const HOLD = Number(process.env.BENCH_HOLD ?? 10);
const CONNECTIONS = 64;
/** Calls before anything is measured: V8 compiles, and finds the size of its young heap. */
const WARM_UP = { translated: 10_000, 'streamed, small': 10_000, 'streamed, 256 kB': 3_000 };
/** Slices at the beginning and at the end in which the heap is looked at. */
const PART = Math.max(1, Math.floor(SECONDS / 4));

const FORM =
  'BOT_ID=39&CLIENT_ID=my_bot&DIALOG_ID=chat1&MESSAGE=Hello+from+the+bot&KEYBOARD[0][TEXT]=Go&KEYBOARD[0][COMMAND]=go&URL_PREVIEW=N';
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const KINDS = {
  translated: { path: '/rest/1/secret/imbot.message.add', method: 'POST', headers: form, body: FORM },
  'streamed, small': { path: '/rest/1/secret/user.get?ID=1', method: 'GET' },
  'streamed, 256 kB': {
    path: '/rest/1/secret/disk.file.upload',
    method: 'POST',
    headers: form,
    body: Buffer.alloc(262_144, 'a'),
  },
};

const children = [];
const start = async (file, ...args) => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    execArgv: [
      '--expose-gc',
      ...(process.env.BENCH_PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROF}`] : []),
    ],
  });
  children.push(child);
  const [said] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${typeof said === 'object' ? said.port : said}` };
};
const ask = async ({ child }, what = 'cpu') => {
  child.send(what);
  return (await once(child, 'message'))[0];
};

const portal = await start('./answeringServer.js');
const relay = await start('./gatewayServers.js', 'relay', portal.url);
const gateway = await start('./gatewayServers.js', 'gateway', portal.url);
/** Whose heap is looked at, and nothing else. */
const watched = await start('./gatewayServers.js', 'gateway', portal.url);
for (const server of [relay, gateway, watched]) server.pool = new Pool(server.url, { connections: CONNECTIONS });

/** Calls for a time, or a number of them. */
async function slice(server, request, { ms = Number.POSITIVE_INFINITY, most = Number.POSITIVE_INFINITY }) {
  const before = await ask(server);
  const begun = performance.now();
  let calls = 0;
  const caller = async () => {
    while (calls < most && performance.now() - begun < ms) {
      const { statusCode, body } = await server.pool.request(request);
      await body.dump();
      if (statusCode !== 200) throw new Error(`${request.path}: ${statusCode}`);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  const wall = performance.now() - begun;
  const { cpu, collected } = await ask(server);
  const used = cpu.user + cpu.system - before.cpu.user - before.cpu.system;
  return { wall: (wall * 1000) / calls, cpu: used / calls, calls, collected: collected - before.collected };
}

/** The heap at the end of its load, as a part of what it was at the beginning. */
async function heapOf(request) {
  const heaps = { first: 0, last: 0 };
  for (let second = 0; second < Math.max(SECONDS, 2 * PART); second += 1) {
    await slice(watched, request, { ms: 1_000 });
    const part = second < PART ? 'first' : second >= SECONDS - PART ? 'last' : undefined;
    if (part !== undefined) heaps[part] += (await ask(watched, 'heap')).heapUsed;
  }
  return heaps.last / heaps.first;
}

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

for (const [name, request] of Object.entries(KINDS)) {
  if (process.env.BENCH_ONLY && name !== process.env.BENCH_ONLY) continue;
  // By calls, not by time: how many of them a second holds depends on who else uses the machine, and V8 compiles by calls.
  for (const server of [relay, gateway, watched]) await slice(server, request, { most: WARM_UP[name] });
  const ratios = { wall: [], cpu: [] };
  const sums = { calls: 0, bareCalls: 0, collected: 0, bareCollected: 0 };
  for (let second = 0; second < SECONDS; second += 1) {
    const first = second % 2 === 0 ? [relay, gateway] : [gateway, relay];
    const a = await slice(first[0], request, { ms: 1_000 });
    const b = await slice(first[1], request, { ms: 1_000 });
    const [bare, ours] = first[0] === relay ? [a, b] : [b, a];
    ratios.wall.push(ours.wall / bare.wall);
    ratios.cpu.push(ours.cpu / bare.cpu);
    sums.calls += ours.calls;
    sums.bareCalls += bare.calls;
    sums.collected += ours.collected;
    sums.bareCollected += bare.collected;
  }
  const often = (collected, calls) => ((collected * 1000) / calls).toFixed(1);
  const heap = await heapOf(request);
  console.log(
    `${name.padEnd(18)} ${median(ratios.wall).toFixed(2)} × wall, ${median(ratios.cpu).toFixed(2)} × processor time of a bare relay; ${sums.calls} calls; old heap collected ${often(sums.collected, sums.calls)} times a thousand calls, the relay's ${often(sums.bareCollected, sums.bareCalls)}; heap at the end ${heap.toFixed(2)} × of the beginning`,
  );
}

/** A connection that rests after one call, as those of bots do. One that never called may still wait to be taken in: the kernel has it. */
const resting = async () => {
  const { hostname, port, host } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET /rest/1/secret/user.get?ID=1 HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  await once(socket, 'data');
  socket.resume();
  return socket;
};
const sockets = [];
while (sockets.length < IDLE)
  sockets.push(...(await Promise.all(Array.from({ length: Math.min(200, IDLE - sockets.length) }, resting))));
await new Promise((resolve) => setTimeout(resolve, HOLD * 1_000));
const { connections } = await ask(gateway);
const open = sockets.filter(({ readable }) => readable).length;
const { statusCode } = await gateway.pool.request(KINDS.translated).then(async (answer) => {
  await answer.body.dump();
  return answer;
});
console.log(
  `${connections} connections held, ${open} of ${IDLE} idle ones after ${HOLD} s; a call among them: ${statusCode}`,
);
for (const socket of sockets) socket.destroy();
for (const child of children) child.disconnect();
for (const server of [relay, gateway, watched]) await server.pool.destroy();
