/** A bot that polls in a process of its own, to be killed: `pollingBot.ts WEBHOOK_URL OFFSET_FILE BOT_ID BOT_TOKEN LAST_TEXT`. */
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import { pollEvents } from '../../src/events/pollEvents';

const [url = '', path = '', bot = '', botToken = '', last = ''] = process.argv.slice(2);
const stop = new AbortController();

async function call(method: string, params: object = {}): Promise<unknown> {
  const body = JSON.stringify({ ...params, botToken, CLIENT_ID: botToken });
  const response = await fetch(url + method, { method: 'POST', body });
  const answer: unknown = await response.json();
  if (typeof answer === 'object' && answer !== null && 'result' in answer) return answer.result;
  throw new Error(JSON.stringify(answer));
}

await pollEvents(
  { call },
  {
    botId: Number(bot),
    limit: 1000,
    signal: stop.signal,
    offsetStore: fileOffsetStore(path),
    on: {
      ONIMBOTMESSAGEADD: async ({ data }) => {
        await call('imbot.message.add', {
          BOT_ID: bot,
          DIALOG_ID: data.PARAMS.DIALOG_ID,
          MESSAGE: data.PARAMS.MESSAGE,
        });
        if (data.PARAMS.MESSAGE === last) stop.abort();
      },
    },
  },
);
