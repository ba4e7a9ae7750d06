import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import { fileURLToPath } from 'node:url';
import { ApiVersion, B24Hook } from '@bitrix24/b24jssdk';
import axios from 'axios';
import { createImbot, webhook } from 'imbot-compat';
import { translate } from 'imbot-compat/translate';
import { Agent, request } from 'undici';

/**
 * `npm run bench`: what a translated call costs. Translation alone beside `JSON.stringify` of the same payload, and a call end
 * to end over loopback beside a bare `undici.request` of the same v2 payload: interleaved pairs at one connection, with an A/A
 * control in the same run. The control's distance from 1 is the noise of this machine.
 */
const PAIRS = 25;
const CALLS = 400;

const v1 = {
  BOT_ID: 39,
  DIALOG_ID: 'chat1',
  MESSAGE: 'Hello from the bot',
  KEYBOARD: [{ TEXT: 'Go', COMMAND: 'go', COMMAND_PARAMS: '1' }],
  URL_PREVIEW: 'N',
};
const context = { auth: 'webhook', clientId: 'bot_secret_1' };
const v2 = translate('imbot.message.add', v1, context)?.one?.params ?? {};

const child = fork(fileURLToPath(new URL('./answeringServer.js', import.meta.url)));
const [port] = await once(child, 'message');
const base = `http://127.0.0.1:${port}/rest/1/secret/`;

translationAlone();
await endToEnd();
child.disconnect();

function translationAlone() {
  const rounds = 200_000;
  const perCall = (run) => {
    for (let i = 0; i < rounds / 4; i++) run();
    const start = process.hrtime.bigint();
    for (let i = 0; i < rounds; i++) run();
    return Number(process.hrtime.bigint() - start) / rounds / 1000;
  };
  const stringify = perCall(() => JSON.stringify(v1));
  const translation = perCall(() => translate('imbot.message.add', v1, context));
  console.log(`translate imbot.message.add   ${translation.toFixed(2)} µs a call`);
  console.log(`JSON.stringify of the same    ${stringify.toFixed(2)} µs a call`);
}

async function endToEnd() {
  const agent = new Agent({ connections: 1, pipelining: 1 });
  const own = new Agent({ connections: 1, pipelining: 1 });
  const imbot = createImbot({
    auth: webhook(base, { clientId: 'bot_secret_1' }),
    mode: 'v2',
    limits: false,
    warnings: false,
    dispatcher: own,
  });
  const http = axios.create({ httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 1 }) });
  const bare = async () => {
    const { body } = await request(`${base}imbot.v2.Chat.Message.send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(v2),
      dispatcher: agent,
    });
    return body.json();
  };
  const ours = () => imbot.call('imbot.message.add', v1);
  const unlimited = {
    rateLimit: { burstLimit: 1e9, drainRate: 1e9, adaptiveEnabled: false },
    adaptiveConfig: { enabled: false },
  };
  const hook = B24Hook.fromWebhookUrl(base.replace(/^http:/, 'https:'), { restrictionParams: unlimited });
  // The SDK forces https; the server of this bench listens on plain loopback.
  hook.getHttpClient(ApiVersion.v2).ajaxClient.interceptors.request.use((config) => {
    config.url = config.url.replace(/^https:/, 'http:');
    config.httpAgent = http.defaults.httpAgent;
    return config;
  });
  const withSdk = () => hook.actions.v2.call.make({ method: 'imbot.v2.Chat.Message.send', params: v2 });
  const withAxios = () => http.post(`${base}imbot.v2.Chat.Message.send`, v2);

  for (const run of [bare, ours, withAxios, withSdk]) await many(run, CALLS * 3);
  const control = [];
  const ratios = [];
  const axiosRatios = [];
  const sdkRatios = [];
  const times = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = pair % 2 === 0;
    const first = await many(bare, CALLS);
    const a = order ? await many(ours, CALLS) : await many(bare, CALLS);
    const b = order ? await many(bare, CALLS) : await many(ours, CALLS);
    const [mine, theirs] = order ? [a, b] : [b, a];
    const other = await many(withAxios, CALLS);
    control.push(first / theirs);
    ratios.push(mine / theirs);
    axiosRatios.push(other / theirs);
    sdkRatios.push((await many(withSdk, CALLS)) / theirs);
    times.push(theirs);
  }
  await imbot.close();
  await agent.close();
  await own.close();
  console.log(
    `bare undici.request           ${median(times).toFixed(1)} µs a call, median of ${PAIRS} pairs of ${CALLS}`,
  );
  console.log(`control, bare beside bare     ${median(control).toFixed(3)} ×`);
  console.log(`translated call               ${median(ratios).toFixed(3)} ×`);
  console.log(`axios, v2 payload by hand     ${median(axiosRatios).toFixed(3)} ×`);
  console.log(`@bitrix24/b24jssdk 2.2, same  ${median(sdkRatios).toFixed(3)} ×`);
}

/** µs per call, one after another. */
async function many(run, count) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < count; i++) await run();
  return Number(process.hrtime.bigint() - start) / count / 1000;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
