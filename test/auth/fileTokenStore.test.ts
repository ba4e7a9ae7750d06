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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
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

  it('lets one at a time in, also from one process', async () => {
    let inside = 0;
    const stores = [fileTokenStore(file), fileTokenStore(file)];
    const works = Array.from({ length: 20 }, (_, i) =>
      stores[i % 2]?.exclusive(async (access) => {
        expect(++inside).toBe(1);
        await access.write(pair(i));
        inside--;
      }),
    );
    await Promise.all(works);
    expect(await stores[0]?.read()).toEqual(pair(19));
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
    JSON.stringify({ pid: 999_999_999, thread: 0, host: hostname(), token: randomUUID(), ...changes });
  const soon = (work: Promise<unknown>) =>
    Promise.race([work.then(() => 'taken'), new Promise((resolve) => setTimeout(() => resolve('waiting'), 250))]);

  it.each([
    ['a dead process of this machine', {}],
    ['a dead container that had our pid', { pid: process.pid }],
  ])('of %s is taken over at once', async (_name, changes) => {
    writeFileSync(lock(), holder(changes));
    await write(1);
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });

  it('is taken over although the heir died in the middle of it', async () => {
    const token = randomUUID();
    writeFileSync(lock(), holder({ token }));
    writeFileSync(`${lock()}.${token}`, holder());
    await write(1);
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });

  it.each([
    ['a living process', () => holder({ pid: process.ppid })],
    ['another machine', () => holder({ host: 'elsewhere' })],
    ['nobody knows whom', () => 'what is this'],
  ])('of %s is waited for, until it has not been touched for a minute', async (_name, text) => {
    writeFileSync(lock(), text());
    const work = write(1);
    expect(await soon(work)).toBe('waiting');
    const old = new Date(Date.now() - 61_000);
    utimesSync(lock(), old, old);
    await work;
    expect(readdirSync(folder)).toEqual(['pair.json']);
  });

  it('one who lost it writes nothing', async () => {
    const store = fileTokenStore(file);
    const work = store.exclusive(async (access) => {
      writeFileSync(lock(), holder({ pid: process.ppid }));
      await access.write(pair(1));
    });
    await expect(work).rejects.toThrow(/went to another process/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(lock())).toBe(true);
  });

  it('that can not be made is an error of the store', async () => {
    mkdirSync(file);
    await expect(write(1)).rejects.toThrow();
  });
});
