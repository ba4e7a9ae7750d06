import { describe, expect, it } from 'vitest';
import { FULL as full } from '../sample';
import { chance, type Scene, scene } from './scene';

const MESSAGES = full ? 1_000 : 40;
const LIMIT_MS = full ? 1_800_000 : 240_000;
const seed = Number(process.env['IMBOT_SEED'] ?? 20261128);

/** Somebody writes at random instants while `work` is done, and until there are so many messages. */
async function whileTalking({ portal, botId }: Scene, random: (below: number) => number, work: () => Promise<void>) {
  const said: string[] = [];
  let isDone = false;
  const talk = (async () => {
    while (said.length < MESSAGES || !isDone) {
      if (said.length >= MESSAGES * 3) break;
      said.push(`text ${said.length + 1}`);
      portal.say({ userId: 2, dialogId: botId, text: said.at(-1) ?? '' });
      await new Promise((done) => setTimeout(done, random(full ? 160 : 120)));
    }
  })();
  await work();
  isDone = true;
  await talk;
  return said;
}

/** Waits until every text was replied to, or none has been for a while. */
async function settled({ portal, replies }: Scene, said: readonly string[]): Promise<string[]> {
  await portal.flush();
  for (let quiet = 0, before = -1; quiet < 100; quiet += 1) {
    const now = new Set(replies()).size;
    if (now === said.length) break;
    if (now !== before) quiet = 0;
    before = now;
    await new Promise((done) => setTimeout(done, 50));
  }
  return replies();
}

function twice(replies: readonly string[]): string[] {
  return [...new Set(replies.filter((text, index) => replies.indexOf(text) !== index))];
}

const byNumber = (a: string, b: string) => Number(a.slice(5)) - Number(b.slice(5));

async function there(place: Scene, kill?: { at: number; ran: boolean }): Promise<boolean> {
  const { code, out } = await place.cutover(['--to', 'v2', '--write'], kill);
  if (kill === undefined && code !== 0 && !/on its way back|has been moved/.test(out)) throw new Error(out);
  return code === 0;
}

async function home(place: Scene, kill?: { at: number; ran: boolean }): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const { code, out } = await place.cutover(['--to', 'v1', '--wait', '60', '--write'], kill);
    // Where the machine is too busy for the poller to keep up, the command leaves the bot in its queue, and says so.
    if (kill === undefined && tries < 5 && /did not read it empty/.test(out)) continue;
    if (kill === undefined && code !== 0 && !/was undone before|no state file/.test(out)) throw new Error(out);
    return code === 0;
  }
}

const eventMode = ({ portal, botId }: Scene) => portal.state.bots.get(botId)?.eventMode;

const SHAPES = ['handlers', 'express', 'tokens', 'example'];
/** Without IMBOT_FULL each shape is either moved in peace or killed, turn about. */
const isLeft = (shape: string, part: number): boolean => !full && SHAPES.indexOf(shape) % 2 !== part;
if (!full) console.log(`moves: ${SHAPES.length} of ${SHAPES.length * 2} left to the full run`);

describe.each(SHAPES)('a bot of the shape "%s" while people talk', (shape) => {
  it.skipIf(isLeft(shape, 0))(
    'is moved in place and back: every message is replied to exactly once',
    async () => {
      const place = await scene(shape);
      const random = chance(seed);
      const modes: unknown[] = [];
      const said = await whileTalking(place, random, async () => {
        for (let round = 0; round < (full ? 6 : 1); round += 1) {
          await there(place);
          modes.push(eventMode(place));
          await home(place);
          modes.push(eventMode(place));
        }
      });
      const replies = await settled(place, said);
      expect([...replies].sort(byNumber)).toEqual(said);
      expect(new Set(modes)).toEqual(new Set(['fetch', 'webhook']));
      expect(modes.at(-1)).toBe('webhook');
    },
    LIMIT_MS,
  );

  it.skipIf(isLeft(shape, 1))(
    'and bot and cutover are killed at random: none is lost, and only what was in hand is replied to again',
    async () => {
      const place = await scene(shape);
      const random = chance(seed + 1);
      let kills = 0;
      let cut = 0;
      const said = await whileTalking(place, random, async () => {
        for (let round = 0; round < (full ? 20 : 2); round += 1) {
          // As many calls as the way there makes, and the way back.
          const kill = { at: 1 + random(round % 2 === 0 ? 10 : 3), ran: random(2) === 0 };
          const killed = random(2) === 0 ? place.killBot() : undefined;
          if (killed !== undefined) kills += 1;
          const move = round % 2 === 0 ? there : home;
          if (!(await move(place, kill))) cut += 1;
          await killed;
          // Wherever it was cut off, the same command again goes on, and the other one goes back.
          await (random(3) > 0 ? move : round % 2 === 0 ? home : there)(place);
        }
        for (let tries = 0; tries < 3 && eventMode(place) !== 'webhook'; tries += 1) await home(place);
      });
      const replies = await settled(place, said);
      expect([...new Set(replies)].sort(byNumber)).toEqual(said);
      // A kill meets at most one event that was pushed and one that was polled.
      expect(twice(replies).length).toBeLessThanOrEqual(2 * kills);
      expect(cut).toBeGreaterThan(0);
      expect(eventMode(place)).toBe('webhook');
      console.log(
        `${shape}: ${said.length} messages, ${cut} cutovers and ${kills} bots killed, ${twice(replies).length} replied to twice`,
      );
    },
    LIMIT_MS,
  );
});
