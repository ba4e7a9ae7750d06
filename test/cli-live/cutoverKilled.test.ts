import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readState, writeState } from '../../cli/cutover/cutoverState';
import { drainFile } from '../../cli/cutover/drainFile';
import { lookAtBot } from '../../cli/cutover/lookAtBot';
import { placeBack } from '../../cli/cutover/placeBack';
import { placeForth } from '../../cli/cutover/placeForth';
import { returnHome } from '../../cli/cutover/returnHome';
import type { LivePortal, Said } from '../../cli/livePortal';
import { createPortal } from '../../portal/index';
import { direct, dying, isKilled } from './direct';

const TOKEN = 'lunch-bot-key';
const sleep = async () => {};

/** A bot to which somebody writes at every call that is made, before it and after it. */
function scene() {
  const portal = createPortal();
  const { path } = portal.webhook();
  const bot = portal.addBot({ code: 'lunch', clientId: TOKEN, handler: 'https://b.example/h' });
  const folder = mkdtempSync(join(tmpdir(), 'killed-'));
  const state = join(folder, 'state.json');
  const drained = join(folder, 'drain.jsonl');
  const live = direct(portal, path, TOKEN);
  const said: string[] = [];
  let calls = 0;
  const write = () => {
    calls += 1;
    // A pause now and then: the queue of a bot that is never left alone is never seen empty.
    if (calls % 7 > 3) return;
    said.push(`text ${said.length + 1}`);
    portal.say({ userId: 2, dialogId: bot.id, text: said.at(-1) ?? '' });
  };
  const save = (next: Parameters<typeof writeState>[1]) => writeState(state, next);
  const forth = async (way: LivePortal) => {
    const looked = await lookAtBot(way, bot.id);
    if (!('seen' in looked)) throw new Error(looked.refused);
    const known = { holds: undefined, file: 'imbot-portal.json' };
    const wish = { bot: bot.id, to: { eventMode: 'fetch' } as const, known, unproven: false, test: true };
    const tools = { save, forget: () => {}, drain: drainFile(drained), say: () => {}, sleep };
    return placeForth(way, looked.seen, wish, readState(state), tools);
  };
  const back = async (way: LivePortal) => {
    const former = readState(state);
    if (former === undefined || former.stage === 'undone') return undefined;
    return placeBack(way, former, { save, drain: drainFile(drained), drop: false, patience: 0, sleep });
  };
  /** Every text that reached somebody: a v1 delivery, the queue, the drain file. */
  const reached = () => {
    const delivered = portal.deliveries.flatMap(({ payload }) => textIn(payload, 'PARAMS', 'MESSAGE'));
    const queued = bot.queue.flatMap((event) => textIn(event, 'message', 'text'));
    const left = linesOf(drained).flatMap((line) => textIn(line, 'message', 'text'));
    return [...delivered, ...left, ...queued].filter((text) => text.startsWith('text ')).sort(byNumber);
  };
  return { portal, bot, live, said, write, forth, back, reached, stage: () => readState(state)?.stage };
}

function textIn(event: unknown, object: string, key: string): string[] {
  const text: unknown = Object(Object(Object(event).data)[object])[key];
  return typeof text === 'string' ? [text] : [];
}

function linesOf(path: string): unknown[] {
  let text = '';
  try {
    text = readFileSync(path, 'utf8');
  } catch {}
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5));
}

describe('cutover in place, killed at every call while people write', () => {
  it.each([
    ['on the way there, and run again', 'forth', 'forth'],
    ['on the way there, and taken back', 'forth', 'back'],
    ['on the way back, and run again', 'back', 'back'],
    ['on the way back, and moved anew', 'back', 'forth'],
  ] as const)(
    '%s: the bot is where the second run says, and no event is lost or comes twice',
    async (_name, first, second) => {
      let kills = 0;
      for (let at = 1; at < 40; at += 1) {
        for (const ran of [false, true]) {
          const one = scene();
          if (first === 'back') await one.forth(one.live);
          if (!(await isKilled(one[first](dying(one.live, at, ran, one.write))))) continue;
          kills += 1;
          const unharmed = dying(one.live, Number.POSITIVE_INFINITY, false, one.write);
          // A way back that was cut off comes first, as the command does it; then the move can be made anew.
          if (second === 'forth' && one.stage() === 'returning') await one.back(unharmed);
          await one[second](unharmed);
          const isMoved = one.stage() === 'moved';
          expect(one.bot.eventMode).toBe(isMoved ? 'fetch' : 'webhook');
          expect([one.stage(), 'undone', undefined]).toContain(second === 'forth' ? 'moved' : one.stage());
          one.write();
          expect(one.reached()).toEqual(one.said);
          expect(one.portal.snapshot().bots.map(({ code }) => code)).toEqual(['lunch']);
        }
      }
      expect(kills).toBeGreaterThan(6);
    },
  );
});

it('goes back also where people write faster than the portal answers, and hands every event on', async () => {
  const one = scene();
  await one.forth(one.live);
  let count = 0;
  const busy = () => {
    count += 1;
    one.portal.say({ userId: 2, dialogId: one.bot.id, text: `text ${count}` });
  };
  expect(await one.back(dying(one.live, Number.POSITIVE_INFINITY, false, busy))).toMatchObject({ ok: true });
  expect(one.bot.eventMode).toBe('webhook');
  expect(one.reached()).toEqual(Array.from({ length: count }, (_, index) => `text ${index + 1}`));
});

describe('the drain file', () => {
  it('after half a line, and a second time: each event once, whole', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'drain-')), 'left.jsonl');
    const events = [1, 2, 3].map((eventId) => ({ eventId, data: { text: `${eventId}\n"` } }));
    drainFile(path).append(events.slice(0, 1));
    appendFileSync(path, JSON.stringify(events[1]).slice(0, 12));
    const again = drainFile(path);
    again.append(events);
    again.append(events);
    const lines = readFileSync(path, 'utf8').split('\n');
    expect(lines.filter((line) => line !== '' && line.endsWith('}')).map((line) => JSON.parse(line))).toEqual(events);
    expect(again.written()).toBe(2);
  });

  it('is not made where there is nothing to write', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'drain-')), 'left.jsonl');
    drainFile(path).append([]);
    expect(() => readFileSync(path)).toThrow('ENOENT');
    writeFileSync(path, '');
    drainFile(path).append([{ eventId: 1 }]);
    expect(readFileSync(path, 'utf8')).toBe('{"eventId":1}\n');
  });
});

describe('a portal that is not as expected, on the way back', () => {
  /** A portal that leaves a reference to nothing in a batch as it is. */
  function literal(live: LivePortal): LivePortal {
    return {
      ...live,
      change: async (method, params, replay): Promise<Said> => {
        if (method !== 'batch') return live.change(method, params, replay);
        const cmd = Object(params['cmd']);
        const back = String(cmd.back);
        if (!back.includes('%24result')) return live.change(method, params, replay);
        const waiting = await live.change('batch', { ...params, cmd: { waiting: cmd.waiting } }, replay);
        if (!waiting.ok) return waiting;
        const result_error = { back: { error: 'BOT_INVALID_EVENT_MODE', error_description: 'Invalid event mode' } };
        return { ok: true, result: { ...Object(waiting.result), result_error } };
      },
    };
  }

  it('that leaves references to nothing as they are: the change is made all the same', async () => {
    const { bot, live, write, reached, said } = scene();
    bot.eventMode = 'fetch';
    write();
    const path = join(mkdtempSync(join(tmpdir(), 'drain-')), 'left.jsonl');
    expect(await returnHome(literal(live), { bot: bot.id, drain: drainFile(path) })).toEqual({ ok: true });
    expect(bot.eventMode).toBe('webhook');
    expect(linesOf(path).flatMap((line) => textIn(line, 'message', 'text'))).toEqual(said);
    expect(reached()).toEqual([]);
  });

  it('that goes on to return what was confirmed: nothing is changed, and the reason told', async () => {
    const { bot, live, write } = scene();
    bot.eventMode = 'fetch';
    write();
    const deaf: LivePortal = {
      ...live,
      change: (method, params, replay) => {
        const cmd = Object(params['cmd']);
        const waiting = String(cmd.waiting).replace(/offset=\d+/, 'offset=0');
        return live.change(method, method === 'batch' ? { ...params, cmd: { ...cmd, waiting } } : params, replay);
      },
    };
    const path = join(mkdtempSync(join(tmpdir(), 'drain-')), 'left.jsonl');
    const returned = await returnHome(deaf, { bot: bot.id, drain: drainFile(path) });
    expect(returned).toMatchObject({ ok: false, refused: { code: 'BAD_ANSWER' } });
    expect(bot.eventMode).toBe('fetch');
    expect(linesOf(path)).toHaveLength(1);
  });
});
