import { fork } from 'node:child_process';
import { once } from 'node:events';

import { fileURLToPath } from 'node:url';
import { createImbot, webhook } from 'imbot-compat';

/**
 * `npm run test:soak`: ten minutes at 500 calls a second against the fake portal, with a flat heap. A client lives all the
 * time, another is made and closed every second; all calls share one signal. `SOAK_SECONDS` and `SOAK_RATE` change the length
 * and the calls a second. Exits with 1 if the heap grows, a call fails, or Node warns.
 */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 600);
const RATE = Number(process.env.SOAK_RATE ?? 500);
const TICK = 20;
const SAMPLES = 40;
/** What the heap may grow by, from the second quarter of the run to the last. */
const SLACK = 1.05;
const SLACK_BYTES = 3_000_000;

if (globalThis.gc === undefined) throw new Error('run with node --expose-gc');
const warnings = [];
process.on('warning', (warning) => warnings.push(warning));

const child = fork(fileURLToPath(new URL('./soakPortal.js', import.meta.url)), {
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
});
const [{ hook, botId, messageId }] = await once(child, 'message');
const auth = () => webhook(hook, { clientId: 'soak_bot' });
const options = { mode: 'auto', limits: false, warnings: false };
const imbot = createImbot({ ...options, auth: auth() });
const { signal } = new AbortController();

let sent = 0;
let done = 0;
const failures = new Map();
function settle(work) {
  sent += 1;
  work.then(
    () => {
      done += 1;
    },
    (error) => {
      const key = `${error.code} ${error.outcome}`;
      failures.set(key, (failures.get(key) ?? 0) + 1);
    },
  );
}

function one(client, number) {
  const own = { signal };
  if (number % 4 === 0) {
    return client.call(
      'imbot.message.update',
      { BOT_ID: botId, MESSAGE_ID: messageId, MESSAGE: `text ${number}` },
      own,
    );
  }
  if (number % 4 === 1) return client.call('imbot.chat.sendTyping', { BOT_ID: botId, DIALOG_ID: 'chat1' }, own);
  if (number % 4 === 2)
    return client.call('imbot.chat.updateTitle', { BOT_ID: botId, CHAT_ID: 1, TITLE: `t${number % 9}` }, own);
  return client.call('imbot.dialog.get', { BOT_ID: botId, DIALOG_ID: 'chat1' }, own);
}

const started = performance.now();
const heap = [];
let due = 0;
let nextSample = 0;
let nextClient = 1000;
let number = 0;
while (performance.now() - started < SECONDS * 1000) {
  const at = performance.now() - started;
  due = Math.floor((at / 1000) * RATE);
  // A machine that cannot keep up is not flooded.
  while (sent < due && sent - done < RATE) settle(one(imbot, number++));
  if (at >= nextClient) {
    nextClient += 1000;
    const short = createImbot({ ...options, auth: auth() });
    settle(one(short, 3).finally(() => short.close()));
  }
  if (at >= nextSample) {
    nextSample += (SECONDS * 1000) / SAMPLES;
    globalThis.gc();
    heap.push(process.memoryUsage().heapUsed);
  }
  await new Promise((resolve) => setTimeout(resolve, TICK));
}
const seconds = (performance.now() - started) / 1000;
await imbot.close();
child.disconnect();

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const quarter = Math.floor(heap.length / 4);
const early = median(heap.slice(quarter, 2 * quarter));
const late = median(heap.slice(-quarter));
const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
console.log(`${sent} calls in ${seconds.toFixed(0)} s, ${(sent / seconds).toFixed(0)} a second (wanted ${RATE})`);
console.log(`heap after collection: ${mb(early)} in the second quarter, ${mb(late)} in the last`);
console.log(
  `failures: ${failures.size === 0 ? 'none' : [...failures].map(([key, count]) => `${key} ${count}`).join(', ')}`,
);
console.log(`warnings: ${warnings.length === 0 ? 'none' : warnings.map(String).join('; ')}`);
const flat = late <= early * SLACK + SLACK_BYTES;
if (!flat) console.log('The heap grows.');
process.exitCode = flat && failures.size === 0 && warnings.length === 0 ? 0 : 1;
