import { createRequire } from 'node:module';
import qs from 'qs';
import { describe, expect, test } from 'vitest';
import { events } from '../../../codemods/index';
import { workspace } from '../workspace';
import { bundledBot } from './bundledBot';
import { happeningsOf } from './happenings';

type Handler = (request: { body: unknown }, response: object, next: (error?: unknown) => void) => unknown;

/** Loads a bot whose routes go to an app that only keeps them, and hands it bodies as a framework does. */
async function seenBy(cwd: string, bodies: readonly unknown[]): Promise<unknown> {
  const routes: Handler[][] = [];
  const app = { post: (_path: string, ...handlers: Handler[]) => void routes.push(handlers) };
  const seen: unknown[] = [];
  const run = new Function('require', 'module', 'exports', 'app', 'seen', await bundledBot(cwd));
  const made = { exports: {} };
  run(createRequire(import.meta.url), made, made.exports, app, seen);
  for (const body of bodies) {
    const request = { body: structuredClone(body) };
    for (const handlers of routes) {
      let at = 0;
      const next = async (error?: unknown): Promise<void> => {
        if (error) throw error;
        const handler = handlers[at];
        at += 1;
        await handler?.(request, RESPONSE, (failed) => void next(failed));
      };
      await next();
    }
  }
  return JSON.parse(JSON.stringify(seen));
}

/** Events without a form of v1 are answered by the adapter. */
const RESPONSE = {
  status: () => RESPONSE,
  set: () => RESPONSE,
  send: () => RESPONSE,
  json: () => RESPONSE,
  end: () => RESPONSE,
};

const parsed = (form: string): unknown => qs.parse(form, { parseArrays: false, depth: 10 });

const REGISTER =
  "export const register = (rest, base) => rest('imbot.register', { CODE: 'x', EVENT_HANDLER: base + '/bot' });\n";

const BOTS: Readonly<Record<string, string>> = {
  'a route without names': `${REGISTER}
app.post('/bot', (req, res) => {
  const { PARAMS = {}, BOT } = req.body.data;
  seen.push([req.body.event, PARAMS.DIALOG_ID, PARAMS.MESSAGE_ID, Object.keys(BOT ?? {})]);
});
`,
  'a table in lower case': `${REGISTER}
const TABLE = {
  onimbotmessageadd: ({ PARAMS }) => seen.push([PARAMS.DIALOG_ID, PARAMS.MESSAGE, PARAMS.FROM_USER_ID]),
  onimbotjoinchat: ({ PARAMS }) => seen.push(['joined', PARAMS.DIALOG_ID]),
};
app.post('/bot', (req, res) => {
  TABLE[req.body.event.toLowerCase()]?.(req.body.data);
});
`,
  'methods of a class': `${REGISTER}
class Bot {
  ONIMBOTMESSAGEADD({ data: { PARAMS } }) { seen.push([PARAMS.DIALOG_ID, PARAMS.MESSAGE]); }
  ONIMBOTJOINCHAT({ data }) { seen.push(['joined', data.PARAMS.DIALOG_ID]); }
  handle(req, res) { this[req.body.event]?.(req.body); }
}
const bot = new Bot();
app.post('/bot', (req, res) => bot.handle(req, res));
`,
};

describe('sees of v2 what it saw of v1, and of v1 as before', () => {
  test.each(Object.entries(BOTS))('%s', async (_name, code) => {
    const before = workspace({ 'bot.js': code });
    const after = workspace({ 'bot.js': code });
    const { written } = await events({ cwd: after, write: true, allowDirty: true });
    expect(written).toEqual(['bot.js']);
    for (const id of [5, 701561]) {
      const all = happeningsOf(id);
      const v1 = all.flatMap((one) => one.v1.map(parsed));
      const v2 = all.flatMap((one) => one.v2.map(parsed));
      const seen = await seenBy(before, v1);
      expect(seen).not.toEqual([]);
      expect(await seenBy(after, v2)).toEqual(seen);
      expect(await seenBy(after, v1)).toEqual(seen);
    }
  });
});
