/** A bot that polls in a process of its own, to be killed: `pollingBot.ts URL OFFSET_FILE LAST_EVENT_ID`. */
import { fileOffsetStore } from '../../src/events/fileOffsetStore';
import { pollEvents } from '../../src/events/pollEvents';

const [url = '', path = '', last = ''] = process.argv.slice(2);
const stop = new AbortController();

async function call(method: string, params: object = {}): Promise<unknown> {
  const response = await fetch(`${url}/${method}`, { method: 'POST', body: JSON.stringify(params) });
  const answer: unknown = await response.json();
  return answer;
}

await pollEvents(
  { call },
  {
    botId: 571,
    limit: 1000,
    signal: stop.signal,
    offsetStore: fileOffsetStore(path),
    on: {
      ONIMBOTMESSAGEADD: async ({ data }) => {
        await call('imbot.message.add', { MESSAGE: data.PARAMS.MESSAGE });
        if (data.PARAMS.MESSAGE === last) stop.abort();
      },
    },
  },
);
