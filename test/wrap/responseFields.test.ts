import { expect, it } from 'vitest';
import { wrapFetch } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

type Between = Parameters<typeof setScene>[1];

const AS_TEXT: Between = (handle) => async (request) => {
  const answer = await handle(request);
  return new Response(await answer.text(), { status: answer.status, headers: { 'content-type': 'text/html' } });
};
const MOVED: Between = (handle) => async (request) => {
  const { pathname, search } = new URL(request.url);
  if (search.includes('moved')) return handle(request);
  return new Response('', { status: 307, headers: { location: `${pathname}?moved=1` } });
};

/** What a caller can see of a Response beside its body. */
async function shown(mode: 'bare' | 'v1' | 'auto', between: Between): Promise<unknown> {
  const scene = await setScene('webhook', between);
  try {
    const call = mode === 'bare' ? fetch : wrapFetch(fetch, { mode, warnings: false });
    const seen: unknown[] = [];
    for (const dialog of ['1', '999999']) {
      const answer = await call(`${scene.hook}imbot.message.add`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ CLIENT_ID: CLIENT, BOT_ID: scene.botId, DIALOG_ID: dialog, MESSAGE: 'Hi' }),
      });
      const { status, ok, type, redirected, headers } = answer;
      const { result, error } = Object(await answer.json());
      seen.push({ status, ok, type, redirected, contentType: headers.get('content-type'), result, error });
    }
    return seen;
  } finally {
    await scene.server.close();
  }
}

it.each([
  ['a portal', undefined],
  ['a portal that answers as text', AS_TEXT],
  ['a portal behind another address', MOVED],
] as const)('a Response of %s looks as it came', async (_name, between) => {
  const bare = await shown('bare', between);
  expect(await shown('v1', between)).toEqual(bare);
  expect(await shown('auto', between)).toEqual(bare);
});
