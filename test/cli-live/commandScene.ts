import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LivePortal } from '../../cli/livePortal';
import { createPortal } from '../../portal/index';
import { direct } from './direct';
import { imbotCompat } from './imbotCompat';

const TOKEN = 'lunch-bot-key';
const NEW_TOKEN = 'second-bot-key';
const H = 'https://b.example/h';

/** The portal that the command is given in place of one on the wire: `vi.mock('../../cli/livePortal', …)` hands it out. */
export const given: { portal?: LivePortal } = {};

/** A bot of v1 with a command; at calls of the portal somebody writes to it, before and after. */
export function scene(auth: 'webhook' | 'oauth', isKnown: boolean) {
  const portal = createPortal();
  const application = portal.application({ clientId: 'local.lunch', clientSecret: 's', scope: 'imbot,im' });
  const bot = portal.addBot({
    code: 'lunch',
    handler: H,
    ...(auth === 'webhook' ? { clientId: TOKEN } : { application }),
  });
  portal.state.commands.set(78, {
    ...{ id: 78, botId: bot.id, command: 'order', common: false, hidden: false, extranetSupport: false },
    ...{ title: new Map([['en', 'Order']]), params: new Map(), handler: H },
  });
  const hook = direct(portal, portal.webhook({ scope: 'imbot,im' }).path, TOKEN);
  const { access_token } = application.tokens();
  const app = direct(portal, '/rest/');
  const asApp: LivePortal = {
    ...app,
    kind: 'oauth',
    read: (method, params) => app.read(method, { ...params, auth: access_token }),
    change: (method, params, replay) => app.change(method, { ...params, auth: access_token }, replay),
  };
  const cwd = mkdtempSync(join(tmpdir(), 'killed-run-'));
  if (isKnown) writeFileSync(join(cwd, 'imbot-portal.json'), '{"version":1,"facts":{"in-place":true}}');
  const said: string[] = [];
  let calls = 0;
  const write = () => {
    calls += 1;
    if (calls % 7 > 3) return;
    said.push(`text ${said.length + 1}`);
    portal.say({ userId: 2, dialogId: bot.id, text: said.at(-1) ?? '' });
  };
  const file = (name: string) => join(cwd, name);
  const state = (): Record<string, unknown> | undefined =>
    existsSync(file('imbot-cutover-301.json'))
      ? JSON.parse(readFileSync(file('imbot-cutover-301.json'), 'utf8'))
      : undefined;
  const cutover = async (argv: readonly string[], way: LivePortal) => {
    given.portal = way;
    return imbotCompat(['cutover', '--bot', '301', ...argv, '--write'], { IMBOT_NEW_BOT_TOKEN: NEW_TOKEN }, cwd);
  };
  /** What each side was told: the old addresses, and v2 by address, queue or drain file. */
  const reached = () => {
    const lines = ['left.jsonl', 'imbot-cutover-301.drain.jsonl'].flatMap((name) =>
      existsSync(file(name)) ? readFileSync(file(name), 'utf8').split('\n') : [],
    );
    const v2 = [...bot.queue, ...lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line))];
    const of = (generation: string) =>
      portal.deliveries.flatMap((one): unknown[] => (one.generation === generation ? [one.payload] : []));
    return { v1: texts(of('v1'), 'PARAMS', 'MESSAGE'), v2: texts([...of('v2'), ...v2], 'message', 'text') };
  };
  const home = () => {
    const { bots, delivery } = portal.snapshot();
    const handlers = Object.entries(bot.handlers).sort();
    const { eventMode, webhookUrl } = bot;
    const command = portal.state.commands.get(78)?.handler;
    return { bots, bound: portal.state.bindings, handlers, eventMode, webhookUrl, command, count: delivery.length };
  };
  return { portal, file, live: auth === 'webhook' ? hook : asApp, bot, said, write, state, cutover, reached, home };
}

function texts(events: readonly unknown[], object: string, key: string): string[] {
  return events.flatMap((event) => {
    const text: unknown = Object(Object(Object(event).data)[object])[key];
    return typeof text === 'string' && text.startsWith('text ') ? [text] : [];
  });
}

export function twice(all: readonly string[]): string[] {
  return all.filter((text, index) => all.indexOf(text) !== index);
}
