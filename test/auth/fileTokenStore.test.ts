import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileLock } from '../../src/auth/fileLock';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { watchBeat } from '../../src/auth/watchBeat';
import { failed } from '../transport/failed';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'imbot-store-'));
  file = join(folder, 'pair.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pair = (n: number) => ({
  access_token: `a${n}`,
  refresh_token: `r${n}`,
  expires: 1_800_000_000 + n,
  member_id: 'm',
});
const write = (n: number) => fileTokenStore(file).exclusive((access) => access.write(pair(n)));

describe('fileTokenStore', () => {
  it('is empty at first, keeps one pair, for its owner only, and leaves nothing else behind', async () => {
    file = join(folder, 'new', 'folder', 'pair.json');
    const store = fileTokenStore(file);
    expect(await store.read()).toBeUndefined();
    await write(1);
    await write(2);
    expect(await store.read()).toEqual(pair(2));
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(pair(2));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'new', 'folder'))).toEqual(['pair.json']);
  });

  it('takes an auth object as Bitrix24 hands it over', async () => {
    writeFileSync(
      file,
      JSON.stringify({ access_token: 'a', refresh_token: 'r', expires_in: '3600', application_token: 't' }),
    );
    const writtenAt = Math.floor(statSync(file).mtimeMs / 1000);
    expect(await fileTokenStore(file).read()).toMatchObject({
      access_token: 'a',
      expires: writtenAt + 3600,
      application_token: 't',
    });
  });

  it.each([
    ['torn', '{"access_token":"SECRET-a","refresh_to'],
    ['empty', ''],
    ['no object', '["SECRET-a"]'],
    ['foreign', '{"name":"SECRET-a"}'],
    ['half a pair', '{"access_token":"SECRET-a"}'],
  ])('a file that is %s: a clear error, and it is kept', async (_name, text) => {
    writeFileSync(file, text);
    const store = fileTokenStore(file);
    for (const work of [() => store.read(), () => store.exclusive((access) => access.read())]) {
      const error = await failed(work());
      expect(error).toMatchObject({ code: 'CONFIG', outcome: 'refused' });
      expect(error.message).toContain(file);
      expect(error.message).not.toContain('SECRET');
    }
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('half-written temporary files of the dead are ignored and swept away', async () => {
    await write(1);
    const half = `${file}.${randomUUID()}.tmp`;
    writeFileSync(half, '{"access_tok');
    expect(await fileTokenStore(file).read()).toEqual(pair(1));
    await write(2);
    expect(existsSync(half)).toBe(false);
  });

  it('keeps a link a link', async () => {
    const target = join(folder, 'real.json');
    writeFileSync(target, JSON.stringify(pair(1)));
    symlinkSync(target, file);
    await write(2);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toEqual(pair(2));
  });

  it('keeps a link to a file that is not there yet', async () => {
    mkdirSync(join(folder, 'volume'));
    symlinkSync(join('volume', 'real.json'), file);
    await write(1);
    expect(JSON.parse(readFileSync(join(folder, 'volume', 'real.json'), 'utf8'))).toEqual(pair(1));
    expect(await fileTokenStore(file).read()).toEqual(pair(1));
  });

  it('is one lock for all names of a file', async () => {
    const target = join(folder, 'real.json');
    symlinkSync(target, file);
    mkdirSync(join(folder, 'a'));
    symlinkSync(folder, join(folder, 'a', 'here'));
    for (const start of ['empty', 'full']) {
      let inside = 0;
      await Promise.all(
        [target, file, join(folder, 'a', 'here', 'pair.json'), join(folder, 'a', '..', 'real.json')].map((name) =>
          fileTokenStore(name).exclusive(async (access) => {
            expect(++inside).toBe(1);
            await new Promise((resolve) => setTimeout(resolve, 20));
            inside--;
            await access.write(pair(start === 'empty' ? 1 : 2));
          }),
        ),
      );
    }
    expect(readdirSync(folder).sort()).toEqual(['a', 'pair.json', 'real.json']);
  });

  it('lets one at a time in, also from one process', async () => {
    let inside = 0;
    const written: number[] = [];
    const stores = [fileTokenStore(file), fileTokenStore(file)];
    const works = Array.from({ length: 20 }, (_, i) =>
      stores[i % 2]?.exclusive(async (access) => {
        expect(++inside).toBe(1);
        await access.write(pair(i));
        written.push(i);
        inside--;
      }),
    );
    await Promise.all(works);
    expect(written).toHaveLength(20);
    // Who is first is the file system's to say; the last one in is who is read.
    expect(await stores[0]?.read()).toEqual(pair(written.at(-1) ?? -1));
  });

  it('gives the lock back when the work throws', async () => {
    const store = fileTokenStore(file);
    await expect(store.exclusive(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await write(1);
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });
});

describe('the lock', () => {
  const lock = () => `${file}.lock`;
  const holder = (changes: Record<string, unknown> = {}) =>
    JSON.stringify({ token: randomUUID(), beat: 1, ...changes });
  /** What the version before wrote: it names process and machine. */
  const earlier = (changes: Record<string, unknown> = {}) =>
    JSON.stringify({ pid: 999_999_999, thread: 0, host: hostname(), token: randomUUID(), ...changes });
  const isSettled = (work: Promise<unknown>) =>
    Promise.race([work.then(() => true), new Promise<boolean>((resolve) => setImmediate(() => resolve(false)))]);

  /** Every look at a clock is an hour later than the one before: whoever waits has soon waited long enough. */
  function hurry(): void {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      now += 3_600_000;
      return now;
    });
  }
  afterEach(() => vi.restoreAllMocks());

  const HOLDERS: [string, () => string, number][] = [
    ['a process that is gone', () => holder(), 0],
    ['one that died before it wrote its name', () => '', 0],
    ['nobody knows whom', () => 'what is this', 0],
    ['one whose clock is two hours ahead', () => holder(), 7_200_000],
    ['one whose clock is two hours behind', () => holder(), -7_200_000],
    ['an earlier version, pid gone', () => earlier(), 0],
    ['an earlier version in a container with our pid', () => earlier({ pid: process.pid }), 0],
    ['an earlier version, pid alive', () => earlier({ pid: process.ppid }), 0],
    ['an earlier version on another machine', () => earlier({ host: 'elsewhere' }), 0],
  ];

  it.each(HOLDERS)('of %s is taken over only when nothing changes, and nothing is left', async (_name, text, ahead) => {
    hurry();
    writeFileSync(lock(), text());
    let beat = 0;
    const live = setInterval(() => {
      beat++;
      const at = new Date(Date.now() + ahead + beat);
      utimesSync(lock(), at, at);
    }, 1);
    const work = write(1);
    while (beat < 60) await new Promise((resolve) => setImmediate(resolve));
    expect(await isSettled(work)).toBe(false);
    clearInterval(live);
    await work;
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });

  it('tells the work that its holder went silent, and only then', async () => {
    const told: unknown[] = [];
    const note = () => fileTokenStore(file).exclusive(async ({ takenOver }) => void told.push(takenOver));
    await note();
    hurry();
    writeFileSync(lock(), holder());
    await note();
    await note();
    expect(told).toEqual([false, true, false]);
  });

  it('is inherited by one of many that wait', async () => {
    hurry();
    writeFileSync(lock(), holder());
    let inside = 0;
    let heirs = 0;
    // One path each, so that they meet at the lock and not in the queue of this process.
    const paths = Array.from({ length: 8 }, (_, i) => `${folder}${'/.'.repeat(i)}/pair.json`);
    const works = paths.map((path) =>
      fileLock(`${path}.lock`, async ({ takenOver }) => {
        expect(++inside).toBe(1);
        if (takenOver) heirs++;
        await new Promise((resolve) => setImmediate(resolve));
        inside--;
      }),
    );
    await Promise.all(works);
    expect(heirs).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over although the heir died in the middle of it, and its heir too', async () => {
    hurry();
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    writeFileSync(lock(), holder({ token: first }));
    writeFileSync(`${lock()}.${first}`, holder({ token: second }));
    writeFileSync(`${lock()}.${first}.${second}`, holder({ token: third }));
    await write(1);
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });

  it('leaves files with other names alone, also those of dead processes', async () => {
    hurry();
    const others = [
      `pair.json.lock.4711.${randomUUID()}`,
      'pair.json.lock.bak',
      'pair.json.bak',
      `pair.json2.${randomUUID()}.tmp`,
      'other.json.lock',
      `other.json.${randomUUID()}.tmp`,
    ];
    for (const name of others) writeFileSync(join(folder, name), 'mine');
    writeFileSync(lock(), holder());
    await write(1);
    expect(readdirSync(folder)).toEqual([...others, 'pair.json'].sort());
  });

  it('one who lost it writes nothing, and does not beat or give back what is not its own', async () => {
    const store = fileTokenStore(file, { lockMs: 5 });
    const heir = holder();
    const work = store.exclusive(async (access) => {
      rmSync(lock());
      writeFileSync(lock(), heir);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await access.write(pair(1));
    });
    await expect(work).rejects.toThrow(/went to another process/);
    expect(readdirSync(folder)).toEqual(['pair.json.lock']);
    expect(readFileSync(lock(), 'utf8')).toBe(heir);
  });

  it('that can not be made is an error of the store', async () => {
    mkdirSync(file);
    await expect(write(1)).rejects.toThrow();
  });
});

describe('watchBeat', () => {
  /** Looks at [milliseconds, sign] after each other; which of them finds the holder gone. */
  const looks = (all: [number, string][]) => {
    let now = 0;
    const watch = watchBeat(1000, () => now);
    return all.map(([at, sign]) => {
      now = at;
      return watch(sign);
    });
  };
  it('a holder is gone when the same sign was seen all the time', () => {
    const steady = Array.from({ length: 11 }, (_, i): [number, string] => [i * 100, 'a']);
    expect(looks(steady)).toEqual([...Array(10).fill(false), true]);
  });
  it('a sign that changes, back and forth too, starts anew', () => {
    const signs = [...'aaaaabaaaaabbbbb'];
    expect(looks(signs.map((sign, i) => [i * 200, sign]))).toEqual(Array(signs.length).fill(false));
  });
  it('who slept for an hour has looked once', () => {
    expect(
      looks([
        [0, 'a'],
        [3_600_000, 'a'],
        [3_600_100, 'a'],
        [3_600_200, 'b'],
      ]),
    ).toEqual([false, false, false, false]);
  });
});
