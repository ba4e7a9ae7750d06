import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runExample } from './runExample';

const QUIET = { IMBOT_COMPAT_WARNINGS: 'off' };

const read = (name: string) => readFile(new URL(`../../examples/${name}`, import.meta.url), 'utf8');

/** The two numbers behind a row's name. */
const countsIn = (out: string, name: string) =>
  new RegExp(`^ *${name} +(\\d+) +(\\d+)$`, 'm').exec(out)?.slice(1).map(Number);

describe('the demo', () => {
  it('holds the same conversation on v1 and, with one changed line, on v2', async () => {
    const { code, out, err } = await runExample('demo');
    expect(err).toBe('');
    expect(out.trim().split('\n').at(-1)).toBe('EQUAL: same conversation, same final state.');
    expect(code).toBe(0);
    expect(out.match(/Lunch: I can change my own messages only\./g)).toHaveLength(2);
    expect(countsIn(out, 'imbot.message.add')).toEqual([7, 0]);
    expect(countsIn(out, 'imbot.v2.Chat.Message.send')).toEqual([0, 7]);
    expect(countsIn(out, 'imbot.register')).toEqual([1, 1]);
    // A loss that the bot accepts by name.
    expect(countsIn(out, 'imbot.bot.list')).toEqual([1, 0]);
    expect(out.split('\n').every((line) => line.length <= 120)).toBe(true);
  });

  it('says so and fails when nothing went out as v2', async () => {
    const { code, out } = await runExample('demo', { IMBOT_COMPAT_MODE: 'v1' });
    expect(out.trim().split('\n').at(-1)).toBe('NOT MOVED: nothing went out as v2.');
    expect(code).toBe(1);
  });

  it('changes one line of the bot', async () => {
    const [old, changed] = [await read('legacy-bot/bot.js'), await read('legacy-bot/bot.v2.js')].map((text) =>
      text.split('\n'),
    );
    const differing = old?.filter((line, row) => line !== changed?.[row]);
    expect(differing).toEqual(["import { callBitrix } from './callBitrix.js';"]);
    expect(changed).toHaveLength(old?.length ?? 0);
  });
});

describe('the example bot on v2 events', () => {
  it('leaves the same conversation and state by webhook and by polling', async () => {
    const { code, out, err } = await runExample('events', QUIET);
    expect(err).toBe('');
    expect(out).toMatch(/^ {2}v2 by webhook {3}v2 {10}webhook .* yes$/m);
    expect(out).toMatch(/^ {2}v2 by polling {3}v2 {10}fetch .* yes$/m);
    expect(out.trim().split('\n').at(-1)).toBe('EQUAL: same conversation, same final state.');
    expect(code).toBe(0);
  });
});

describe('the small examples', () => {
  it('webhook: calls written for v1 go out as v2', async () => {
    const { code, out, err } = await runExample('webhook', QUIET);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('refused: CANT_EDIT_MESSAGE (v2: ACCESS_DENIED)');
    expect(out).toContain('message: The parcel is on its way.');
    expect(out).toContain('members: 1, 2, 301');
    expect(out).not.toMatch(/portal saw:.*imbot\.(?!v2)/);
  });

  it('oauth: each portal has its own pair, renewed once and kept', async () => {
    const { code, out, err } = await runExample('oauth', QUIET);
    expect([code, err]).toEqual([0, '']);
    for (const name of ['berlin', 'lisbon']) {
      expect(out).toContain(`${name}: 3 messages, renewed 1 time, new pair in the file: true`);
    }
  });

  it('polling: a restart loses nothing and repeats nothing', async () => {
    const { code, out, err } = await runExample('polling', QUIET);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('handled: 2');
    expect(out).toContain('handled after a restart: 1');
    expect(out.match(/ {2}bot: /g)).toHaveLength(3);
  });
});
