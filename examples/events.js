/**
 * The step after the demo: the same bot registered through v2, its events delivered in the v2 shape, by webhook and by
 * polling, and turned back into the v1 events that its code reads. Three runs, one conversation.
 */
import { isDeepStrictEqual } from 'node:util';
import qs from 'qs';

process.env.BITRIX_PROTOCOL = 'http';
process.env.IMBOT_COMPAT_WARNINGS = 'off';
process.env.LUNCH_EVENTS = 'v2';

const { createImbot, oauth } = await import('imbot-compat');
const { memoryOffsetStore, pollEvents } = await import('imbot-compat/events');
const { playLunch } = await import('./support/playLunch.js');
const { v1Events } = await import('./legacy-bot/v1Events.js');
const legacy = await import('./legacy-bot/bot.js');
const moved = await import('./legacy-bot/bot.v2.js');

const createMoved = (handlerUrl) => v1Events(moved.createBot(handlerUrl));
const runs = {
  'v1, as it is': await playLunch(legacy.createBot),
  'v2 by webhook': await playLunch(createMoved),
  'v2 by polling': await playLunch(createMoved, startPolling),
};

const [first] = Object.values(runs);
console.log(first.transcript.map((line) => `  ${line}`).join('\n'));
console.log();
console.log(
  `  ${'run'.padEnd(16)}${'registered'.padEnd(12)}${'events'.padEnd(10)}${'v1 calls'.padStart(9)}${'v2 calls'.padStart(9)}  same`,
);
let isEqual = true;
for (const [name, run] of Object.entries(runs)) {
  const isSame = isDeepStrictEqual([first.transcript, first.state], [run.transcript, run.state]);
  const [{ generation, eventMode }] = run.delivery;
  const calls = ['v1', 'v2'].map((one) => Object.values(run.requests[one]).reduce((sum, count) => sum + count, 0));
  const cells = calls.map((count) => String(count).padStart(9)).join('');
  console.log(`  ${name.padEnd(16)}${generation.padEnd(12)}${eventMode.padEnd(10)}${cells}  ${isSame ? 'yes' : 'NO'}`);
  isEqual &&= isSame;
}
console.log();
console.log(isEqual ? 'EQUAL: same conversation, same final state.' : 'NOT EQUAL.');
process.exitCode = isEqual ? 0 : 1;

/** Switches the bot to its queue, and empties the queue after each step of the talk. */
async function startPolling({ bot, application, handlerUrl }) {
  const auth = oauth({
    clientId: application.clientId,
    clientSecret: application.clientSecret,
    tokens: application.tokens(),
  });
  const imbot = createImbot({ auth, limits: false });
  await imbot.call('imbot.v2.Bot.update', { botId: bot, fields: { eventMode: 'fetch' } });

  // A queue event carries no tokens; this bot wants them with each event.
  const post = async (event) => {
    const body = qs.stringify({ ...event, auth: application.tokens(), v2: undefined });
    await fetch(handlerUrl, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  };
  const on = { ONIMBOTJOINCHAT: post, ONIMBOTMESSAGEADD: post, ONIMCOMMANDADD: post };
  const offsetStore = memoryOffsetStore();
  return async () => {
    const stop = new AbortController();
    await pollEvents(imbot, { botId: bot, on, offsetStore, signal: stop.signal, sleep: async () => stop.abort() });
  };
}
