import { describe, expect, it } from 'vitest';
import type { Site, SiteOutcome } from '../../codemods/plan/site';
import { runCodemod } from '../../codemods/runCodemod';
import { read, type Tree, workspace } from './workspace';

const FILES: Tree = {
  'a.js': "call('imbot.bot.list', {});\n",
  'b.js': "call('imbot.register', {});\n// imbot.update\n",
};

const moved = (site: Site, text: string): SiteOutcome => ({
  edits: [{ start: site.offset, end: site.offset + site.length, text }],
  verdict: 'auto',
  reasons: [],
});

async function run(transform: (site: Site) => SiteOutcome) {
  const cwd = workspace(FILES);
  const result = await runCodemod({ cwd, write: true, allowDirty: true }, transform);
  return { ...result, files: read(cwd) };
}

/** Only a.js gets the bad change; b.js is done all the same. */
const badIn = (bad: (site: Site) => SiteOutcome) => (site: Site) =>
  site.method === 'imbot.bot.list' ? bad(site) : moved(site, 'imbot.v2.Bot.register');

describe('the check after each file', () => {
  it.each([
    ['a syntax error', (site: Site) => moved(site, "imbot.v2.x', ((")],
    ['a change that a second run would make again', (site: Site) => moved(site, `${site.method}.again`)],
    [
      'a mistake of the tool',
      (): SiteOutcome => {
        throw new Error('oops');
      },
    ],
  ])('leaves the file as it was: %s', async (_name, bad) => {
    const again = (site: Site) =>
      site.method.startsWith('imbot.bot.list') ? bad(site) : moved(site, 'imbot.v2.Bot.register');
    const { files, report, written } = await run(again);
    expect(written).toEqual(['b.js']);
    expect(files['a.js']?.toString()).toBe(FILES['a.js']);
    expect(files['b.js']?.toString()).toContain('imbot.v2.Bot.register');
    expect(report.failed?.map(({ file }) => file)).toEqual(['a.js']);
    expect(report.sites.find(({ file }) => file === 'a.js')).toMatchObject({
      verdict: 'manual',
      reasons: ['self-check'],
    });
    expect(report.summary).toMatchObject({ sites: 2, mentions: 1 });
  });

  it('lets one refused site not stop its neighbour', async () => {
    const overlapping = (site: Site): SiteOutcome =>
      site.method === 'imbot.register'
        ? {
            ...moved(site, 'x'),
            edits: [
              { start: 0, end: 20, text: 'x' },
              { start: 10, end: 12, text: 'y' },
            ],
          }
        : moved(site, 'imbot.v2.Bot.list');
    const { report, files } = await run(badIn((site) => overlapping(site)));
    expect(files['a.js']?.toString()).toBe("call('imbot.v2.Bot.list', {});\n");
    expect(report.failed).toBeUndefined();
  });
});
