import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { read, workspace } from '../workspace';
import { changesIn } from './changesIn';
import { SHARED_CHANGED, SHARED_UNCHANGED } from './shared';

type Files = Readonly<Record<string, string>>;

describe('what all files share is changed in another file: nothing moves, nothing is said to be adopted', () => {
  test.each(Object.entries(SHARED_CHANGED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual([undefined, undefined]);
  });
});

describe('what all files share stays what it is', () => {
  test.each(Object.entries(SHARED_UNCHANGED))('%s', async (_name, files) => {
    expect(await changesIn(files)).toEqual(['moved', 'adopted']);
  });
});

/** A wrapped fetch takes the one that is there when its file is loaded. */
describe('calls that are written out with fetch', () => {
  const direct = {
    'bot.mjs':
      "export const say = () => fetch(process.env.HOOK + 'imbot.message.add', { method: 'POST', body: JSON.stringify({ BOT_ID: 1, DIALOG_ID: '1', MESSAGE: 'x' }) });\n",
  };
  const isPut = (name: string) => /^(?:the same|a fetch of|a fetch that)/.test(name);
  const others = (files: Files) =>
    Object.fromEntries(Object.entries(files).filter(([path]) => !/^(?:api|bot)\./.test(path)));
  test.each(Object.entries(SHARED_UNCHANGED))('%s', async (name, files) => {
    const cwd = workspace({ ...others(files), ...direct });
    const { report } = await adopt({ cwd, write: true, allowDirty: true });
    const changes = report.sites.filter(({ kind }) => kind !== 'mention').map(({ change }) => change);
    expect(changes).toEqual([isPut(name) ? undefined : 'adopted']);
    expect(read(cwd)['bot.mjs']?.includes('wrapFetch(')).toBe(!isPut(name));
  });
});
