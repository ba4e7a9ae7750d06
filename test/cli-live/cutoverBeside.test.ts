import { describe, expect, it, vi } from 'vitest';
import { given, scene, twice } from './commandScene';
import { dying, isKilled } from './direct';
import { FAULTS, faulty } from './faulty';

vi.mock('../../cli/livePortal', async (original) => ({
  ...(await original<object>()),
  livePortal: async () => given.portal,
}));

const full = process.env['IMBOT_FULL'] !== undefined;

const ADDRESS = 'https://b.example/v2';
const WAYS = {
  queue: ['--to', 'v2', '--beside', '--chats', 'chat1', '--drop-queue'],
  address: ['--to', 'v2', '--beside', '--handler', ADDRESS],
} as const;
const BACK = ['--to', 'v1', '--drop-queue'];
const MODES = { queue: ['fetch', ''], address: ['webhook', ADDRESS] } as const;

type Place = ReturnType<typeof start>;

/** The bot sits in a group chat, into which it may bring the second one. */
function start(auth: 'webhook' | 'oauth') {
  const place = scene(auth, true);
  const chat = place.portal.addChat({ title: 'Team', owner: place.bot.id, users: [2] });
  return { ...place, chat };
}

/**
 * Without IMBOT_FULL: by OAuth to an address, the way with the most steps, at each call of the portal that kills, and at every
 * third that fails; the others at the first and at every fifth, each beginning at another one, so that every call comes up.
 */
function instants({ auth, mode }: { auth: string; mode: string }, index: number, most = 1): number[] {
  const step = full ? 1 : auth === 'oauth' && mode === 'address' ? most : 5;
  return [1, ...Array.from({ length: Math.ceil(38 / step) }, (_, count) => 2 + (index % step) + count * step)];
}

const CASES = (['webhook', 'oauth'] as const).flatMap((auth) =>
  (['queue', 'address'] as const).map((mode) => ({ auth, mode })),
);

function there({ mode }: (typeof CASES)[number], { chat }: Place): readonly string[] {
  return WAYS[mode].map((word) => (word === 'chat1' ? `chat${chat.id}` : word));
}

/** What is left of a second bot, and what became of the first. */
function seen({ portal, home }: Place) {
  const { bots, commands } = portal.snapshot();
  const second = [...portal.state.bots.values()].filter(({ id }) => id !== 301);
  return {
    bots: bots.map(({ code }) => code),
    second: second.map(({ eventMode, webhookUrl }) => [eventMode, webhookUrl ?? '']),
    commands: commands.map(({ botId, command }) => `${botId === 301 ? 'first' : 'second'} ${command}`),
    handlers: home().handlers,
    command: home().command,
  };
}

function moved(before: ReturnType<typeof seen>, mode: 'queue' | 'address') {
  return {
    ...before,
    bots: ['lunch', 'lunch_v2'],
    second: [[...MODES[mode]]],
    commands: ['first order', 'second order'],
  };
}

/** The first bot is told everything, once. */
function expectAllTold(place: Place, where: string) {
  const { v1, v2 } = place.reached();
  expect([where, v1, twice(v1), v2]).toEqual([where, place.said, [], []]);
}

const isDone = ({ state }: Place) => [undefined, 'undone'].some((stage) => state()?.['stage'] === stage);

describe('a second bot beside, killed at every call while people write', () => {
  it.each(
    CASES.flatMap((one) =>
      ['there', 'back'].flatMap((first) => ['there', 'back'].map((second) => ({ ...one, first, second }))),
    ).map((one, index) => ({ ...one, at: instants(one, index) })),
  )(
    '$auth, to the $mode, on the way $first, then $second',
    async ({ first, second, at: calls, ...one }) => {
      let kills = 0;
      let isMet = true;
      for (const at of calls) {
        if (!isMet) break;
        for (const ran of [false, true]) {
          const place = start(one.auth);
          const before = seen(place);
          if (first === 'back') await place.cutover(there(one, place), place.live);
          const dies = dying(place.live, at, ran, place.write);
          isMet = await isKilled(place.cutover(first === 'back' ? BACK : there(one, place), dies));
          // The way has no such call, and none later.
          if (!isMet) break;
          kills += 1;
          const where = `call ${at}, ${ran ? 'after' : 'before'} it ran`;
          if (second === 'there' && place.state()?.['stage'] !== 'moved') {
            // A way back that was cut off comes first.
            await place.cutover(there(one, place), place.live);
            if (first === 'back') await place.cutover(there(one, place), place.live);
            expect([where, place.state()?.['stage'], seen(place)]).toEqual([where, 'moved', moved(before, one.mode)]);
          }
          for (let tries = 0; tries < 2 && !isDone(place); tries += 1) await place.cutover(BACK, place.live);
          expect([where, seen(place), isDone(place)]).toEqual([where, before, true]);
          expectAllTold(place, where);
        }
      }
      expect(kills).toBeGreaterThan(calls.length > 20 && first === 'there' ? 10 : 1);
    },
    120_000,
  );
});

describe('a second bot beside, with a call that fails', () => {
  it.each(
    Object.entries(FAULTS)
      .flatMap(([name, fault]) =>
        CASES.flatMap((one) => (['there', 'back'] as const).map((way) => ({ name, fault, way, ...one }))),
      )
      .map((one, index) => ({ ...one, at: instants(one, index + Math.floor(index / 8), 3) })),
  )('$name: by $auth, to the $mode, on the way $way', async ({ fault, way, at: calls, ...one }) => {
    for (const at of calls) {
      const place = start(one.auth);
      const before = seen(place);
      if (way === 'back') await place.cutover(there(one, place), place.live);
      const held = seen(place);
      const { way: through, met } = faulty(place.live, at, fault, place.write);
      const { code, out, err } = await place.cutover(way === 'there' ? there(one, place) : BACK, through);
      if (!met()) break;
      const where = `call ${at}: ${out}${err}`;
      const stage = place.state()?.['stage'];
      if (/Nothing was changed/.test(out)) expect([where, seen(place)]).toEqual([where, held]);
      if (/Back as before/.test(out)) expect([where, seen(place)]).toEqual([where, before]);
      if (code === 0) expect([where, stage]).toEqual([where, way === 'there' ? 'moved' : 'undone']);
      if (stage === 'moved' && way === 'there') expect([where, seen(place)]).toEqual([where, moved(before, one.mode)]);
      if (seen(place).bots.length === 2)
        expect([where, stage]).toEqual([where, expect.stringMatching(/begun|moved|returning/)]);
      for (let tries = 0; tries < 2 && place.state()?.['stage'] !== 'moved'; tries += 1) {
        await place.cutover(there(one, place), place.live);
      }
      expect([where, seen(place)]).toEqual([where, moved(before, one.mode)]);
      const back = await place.cutover(BACK, place.live);
      expect([where, back.code, seen(place)]).toEqual([where, 0, before]);
      expectAllTold(place, where);
    }
  });
});

describe('a second bot beside', () => {
  it.each(CASES)('is never one that people use already: by $auth, to the $mode', async (one) => {
    const place = start(one.auth);
    const { owner } = place.bot;
    const live = { code: 'lunch_v2', generation: 'v2', webhookUrl: 'https://b.example/live' } as const;
    const other = place.portal.addBot({ ...live, clientId: 'second-bot-key' });
    if (one.auth === 'oauth') other.owner = owner;
    const { code, out } = await place.cutover(there(one, place), place.live);
    expect([code, out]).toEqual([1, expect.stringContaining('Choose another code with --code')]);
    expect([other.eventMode, other.webhookUrl]).toEqual(['webhook', 'https://b.example/live']);
    await place.cutover(BACK, place.live);
    expect(seen(place).bots).toEqual(['lunch', 'lunch_v2']);
  });

  it.each(CASES)('is not begun anew under another code: by $auth, to the $mode', async (one) => {
    const place = start(one.auth);
    const before = seen(place);
    const first = [...there(one, place), '--code', 'first'];
    expect(await isKilled(place.cutover(first, dying(place.live, 7, true)))).toBe(true);
    const other = await place.cutover([...there(one, place), '--code', 'other'], place.live);
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('unfinished move beside')]);
    // The code of the run that is gone on with is known.
    expect((await place.cutover(there(one, place), place.live)).code).toBe(0);
    expect(seen(place).bots).toEqual(['lunch', 'first']);
    expect((await place.cutover(BACK, place.live)).code).toBe(0);
    expect(seen(place)).toEqual(before);
  });

  it.each(CASES)(
    'that the portal refuses for good: a repeat is not told to help: by $auth, to the $mode',
    async (one) => {
      const place = start(one.auth);
      const refusing = async (method: string, params: object, replay: 'fixed' | 'never') =>
        method === 'imbot.v2.Bot.register'
          ? ({ ok: false, code: 'MAX_COUNT_ERROR', text: 'too many', status: 400, isFinal: true } as const)
          : place.live.change(method, { ...params }, replay);
      const { code, err } = await place.cutover(there(one, place), { ...place.live, change: refusing });
      expect([code, err]).toEqual([3, expect.stringContaining('The portal would say the same again')]);
      expect((await place.cutover(BACK, place.live)).code).toBe(0);
    },
  );
});
