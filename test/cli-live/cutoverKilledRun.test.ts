import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { LivePortal } from '../../cli/livePortal';
import { createPortal } from '../../portal/index';
import { direct, dying, Killed } from './direct';
import { imbotCompat } from './imbotCompat';

/** The portal that the command is given in place of one on the wire. */
let portalOfCommand: LivePortal | undefined;
vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => portalOfCommand,
}));

const TOKEN = 'lunch-bot-key';
const H = 'https://b.example/h';
const full = process.env['IMBOT_FULL'] !== undefined;

/** A bot of v1 with a command; at calls of the portal somebody writes to it, before and after. */
function scene(auth: 'webhook' | 'oauth', isKnown: boolean) {
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
    portalOfCommand = way;
    return imbotCompat(['cutover', '--bot', '301', ...argv, '--write'], {}, cwd);
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
  return { live: auth === 'webhook' ? hook : asApp, bot, said, write, state, cutover, reached, home };
}

function texts(events: readonly unknown[], object: string, key: string): string[] {
  return events.flatMap((event) => {
    const text: unknown = Object(Object(Object(event).data)[object])[key];
    return typeof text === 'string' && text.startsWith('text ') ? [text] : [];
  });
}

function twice(all: readonly string[]): string[] {
  return all.filter((text, index) => all.indexOf(text) !== index);
}

async function isKilled(run: Promise<unknown>): Promise<boolean> {
  return run.then(
    () => false,
    (error: unknown) => {
      if (error instanceof Killed) return true;
      throw error;
    },
  );
}

const ADDRESS = ['--to', 'v2', '--handler', 'https://b.example/v2'];
const BACK = ['--to', 'v1', '--drain', 'left.jsonl'];
const WAYS = { queue: ['--to', 'v2'], address: ADDRESS } as const;

const CASES = (['webhook', 'oauth'] as const).flatMap((auth) =>
  (['queue', 'address'] as const).flatMap((mode) =>
    [true, false].flatMap((isKnown) =>
      [
        ['there', 'there'],
        ['there', 'back'],
        ['back', 'back'],
        ['back', 'there'],
      ].map(([first = '', second = '']) => ({ auth, mode, isKnown, first, second })),
    ),
  ),
);

/** Without IMBOT_FULL: the way with the most steps at each of them, the others here and there. */
function instants({ auth, mode, isKnown }: (typeof CASES)[number]): number[] {
  const step = full || (auth === 'oauth' && mode === 'address' && isKnown) ? 1 : 5;
  return Array.from({ length: Math.ceil(60 / step) }, (_, index) => 1 + index * step);
}

describe('the command, killed at calls of the portal while people write', () => {
  it.each(CASES)(
    '$auth, to the $mode, proven before: $isKnown; killed on the way $first, then $second',
    async (one) => {
      const { auth, mode, isKnown, first, second } = one;
      let kills = 0;
      for (const at of instants(one)) {
        for (const ran of [false, true]) {
          const place = scene(auth, isKnown);
          const before = place.home();
          if (first === 'back') await place.cutover(WAYS[mode], place.live);
          const dies = dying(place.live, at, ran, place.write);
          if (!(await isKilled(place.cutover(first === 'back' ? BACK : WAYS[mode], dies)))) continue;
          kills += 1;
          const where = `call ${at}, ${ran ? 'after' : 'before'} it ran`;
          const unharmed = dying(place.live, Number.POSITIVE_INFINITY, false, place.write);
          for (let tries = 0; tries < 2 && place.state()?.['stage'] !== 'moved' && second === 'there'; tries += 1) {
            await place.cutover(WAYS[mode], unharmed);
          }
          if (second === 'there') {
            expect([where, place.state()]).toEqual([
              where,
              expect.objectContaining({ stage: 'moved', route: 'place' }),
            ]);
            // Taken away, or each event would come twice for good.
            const left = auth === 'oauth' && mode === 'address' ? {} : expect.anything();
            expect([where, place.bot.handlers]).toEqual([where, left]);
          }
          place.write();
          for (let tries = 0; tries < 2 && !isDone(place); tries += 1) {
            await place.cutover(BACK, unharmed);
          }
          place.write();
          expect([where, place.home()]).toEqual([where, before]);
          const { v1, v2 } = place.reached();
          const lost = place.said.filter((text) => !v1.includes(text) && !v2.includes(text));
          const both = mode === 'queue' ? v1.filter((text) => v2.includes(text)) : [];
          expect([where, lost, twice(v1), twice(v2), both]).toEqual([where, [], [], [], []]);
        }
      }
      expect(kills).toBeGreaterThan(0);
    },
    240_000,
  );
});

function isDone({ state }: ReturnType<typeof scene>): boolean {
  return [undefined, 'undone'].some((stage) => state()?.['stage'] === stage);
}

describe('a move that was cut off', () => {
  it.each([
    ['to another address', ['--to', 'v2', '--handler', 'https://b.example/other']],
    ['into the queue', ['--to', 'v2']],
    ['beside', ['--to', 'v2', '--beside']],
  ])('is not gone on with %s: what is needed to go back would be written over', async (_name, argv) => {
    const place = scene('oauth', true);
    const before = place.home();
    let at = 12;
    while (!(await isKilled(place.cutover(ADDRESS, dying(place.live, at, true))))) at -= 1;
    const begun = place.state();
    expect(begun).toMatchObject({ stage: 'begun', bindings: expect.anything() });
    const { code, err } = await place.cutover(argv, place.live);
    expect([code, err, place.state()]).toEqual([2, expect.stringContaining('unfinished move in place'), begun]);
    expect((await place.cutover(BACK, place.live)).code).toBe(0);
    expect(place.home()).toEqual(before);
  });
});
