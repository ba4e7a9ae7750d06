import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { createPortal } from '../../../portal/index';
import { workspace } from '../workspace';
import { ANSWERS, AUTHS, ENCODERS, FAILURES, filesOf, LOOKS, USES, WAYS, type Way } from './generated';

const RUNS = process.env.IMBOT_FULL ? 600 : 40;

const keys = <T extends object>(of: T) => fc.constantFrom(...(Object.keys(of) as (keyof T)[]));

const ways: fc.Arbitrary<Way> = fc.record({
  encoder: keys(ENCODERS),
  auth: keys(AUTHS),
  answer: keys(ANSWERS),
  failure: keys(FAILURES),
  looks: fc.oneof({ weight: 3, arbitrary: fc.constant('nothing' as const) }, { weight: 1, arbitrary: keys(LOOKS) }),
  way: keys(WAYS),
  use: keys(USES),
});

interface Ran {
  readonly printed: readonly string[];
  readonly messages: readonly unknown[];
}

test('rewritten calls leave prints and messages as they were, through every transport that can be written', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(ways, async (way) => {
      const files = filesOf(way);
      const before = await ran(workspace(files));
      const cwd = workspace(files);
      const { report } = await rewrite({ cwd, write: true, allowDirty: true });
      expect(report.failed).toBeUndefined();
      moved += report.sites.filter(({ change }) => change === 'moved').length;
      expect(await ran(cwd)).toEqual(before);
    }),
    { numRuns: RUNS, seed: Number(process.env.IMBOT_SEED ?? 20261126) },
  );
  // A rewrite that never moved anything would pass everything above.
  expect(moved).toBeGreaterThan(RUNS / 4);
}, 600_000);

/** Runs the bot of a folder against a portal of its own. */
async function ran(cwd: string): Promise<Ran> {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 's' });
  const bot = portal.addBot({ code: 'only', application, id: 39 });
  portal.addChat({ id: 5, owner: 1, users: [bot.id] });
  const server = await portal.listen();
  Reflect.set(globalThis, 'PORTAL', { BASE: `${server.url}/rest/`, TOKEN: application.tokens().access_token });
  const printed: string[] = [];
  try {
    const { run } = await import(/* @vite-ignore */ pathToFileURL(join(cwd, 'bot.js')).href);
    await run((text: unknown) => printed.push(String(text)));
    const messages = portal.snapshot().messages.map(({ text, urlPreview, chatId, authorId }) => ({
      text,
      urlPreview,
      chatId,
      authorId,
    }));
    return { printed, messages };
  } finally {
    await server.close();
  }
}
