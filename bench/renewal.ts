/**
 * What renewals cost: 1,000 calls over loopback of which 0.5 % meet a 401, limiter off, against 1,000 bare `undici.request`
 * of the same payload that meet none. One connection each, the server in a process of its own, rounds interleaved.
 * Target: at most 1.15 ×. Run: npx tsx bench/renewal.ts
 */
import { spawn } from 'node:child_process';
import { Agent, request } from 'undici';
import { oauth } from '../src/auth/oauth';
import { createTransport } from '../src/transport/createTransport';

const CALLS = 1000;
const EXPIRE_EVERY = 200;
const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const TARGET = 1.15;

const SERVER = `
let served = 0, generation = 1, expired = '';
require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => { body += chunk; });
  request.on('end', () => {
    const address = 'http://127.0.0.1:' + server.address().port;
    if (request.url === '/oauth/token/') {
      generation++;
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ access_token: 'access-' + generation, refresh_token: 'refresh-' + generation,
        expires_in: 3600, client_endpoint: address + '/rest/', member_id: 'm' }));
    }
    if (request.url.startsWith('/rest/')) {
      const { auth } = JSON.parse(body);
      if (++served % ${EXPIRE_EVERY} === 0) expired = auth;
      if (auth === expired) {
        response.writeHead(401, { 'content-type': 'application/json' });
        return response.end('{"error":"expired_token","error_description":"The access token provided has expired."}');
      }
    } else JSON.parse(body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"result":19880117,"time":{"start":1,"finish":2,"duration":1,"operating":0.1,"operating_reset_at":1778747792}}');
  });
}).listen(0, '127.0.0.1', function () { server = this; console.log(this.address().port); });
let server;
`;

const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
const port = await new Promise<string>((resolve) =>
  server.stdout.once('data', (chunk) => resolve(String(chunk).trim())),
);
const origin = `http://127.0.0.1:${port}`;
const params = { BOT_ID: 39, DIALOG_ID: 'chat1', MESSAGE: 'Good morning, how may I help? '.repeat(5) };

const tokens = {
  access_token: 'access-1',
  refresh_token: 'refresh-1',
  client_endpoint: `${origin}/rest/`,
  member_id: 'm',
};
const auth = oauth({ clientId: 'app.1', clientSecret: 'secret', tokens, tokenUrl: `${origin}/oauth/token/` });
const transport = createTransport({ auth, limits: false, connections: 1 });
const agent = new Agent({ connections: 1 });

async function ours(): Promise<void> {
  await transport.send('imbot.message.add', params, { replay: 'never' });
}

async function bare(): Promise<void> {
  const { body } = await request(`${origin}/bare/imbot.message.add`, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...params, auth: 'access-1' }),
  });
  await body.json();
}

async function time(call: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) await call();
  return performance.now() - start;
}

await time(ours);
await time(bare);
const rounds: { bare: number; ours: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const first = round % 2 === 0 ? await time(bare) : 0;
  const mine = await time(ours);
  rounds.push({ bare: first || (await time(bare)), ours: mine });
}
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const ratio = median(rounds.map((round) => round.ours / round.bare));
console.log(`${CALLS} calls, one 401 in ${EXPIRE_EVERY}, ${ROUNDS} rounds, medians:`);
console.log(`  bare undici.request  ${median(rounds.map((round) => round.bare)).toFixed(1)} ms`);
console.log(`  transport, renewing  ${median(rounds.map((round) => round.ours)).toFixed(1)} ms`);
console.log(`  ratio                ${ratio.toFixed(3)} × (target ${TARGET} ×)`);
await transport.close();
await agent.close();
server.kill();
process.exitCode = ratio <= TARGET ? 0 : 1;
