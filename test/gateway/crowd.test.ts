import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { MOST_WAITING } from '../../src/gateway/tokens/WaitingPairs';
import { heldScene } from './heldScene';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it.each([1, 5, MOST_WAITING - 1])(
  'an installation that waits is held, though %i pairs that strangers made up wait behind it',
  async (strangers) => {
    const folder = mkdtempSync(join(tmpdir(), 'imbot-crowd-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    const { portal, application, held, later, path } = await heldScene({ folder, ends }, { code: 'acme.bot' });
    const fault = { method: 'profile', kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' } as const;
    portal.fault({ ...fault, times: 1 + strangers });
    const second = { ...application.tokens(2), application_token: 'new' };
    await held.see({ auth: second, by: 'installation' });
    for (let index = 0; index < strangers; index += 1) {
      const made = { access_token: `made-up-${index}`, refresh_token: `never-${index}`, application_token: 'x' };
      await held.see({ auth: { ...second, ...made }, by: 'installation' });
    }
    later(300_000);
    await held.inPlaceOf(second.access_token, async () => false);
    expect(JSON.parse(readFileSync(path, 'utf8')).access_token).toBe(second.access_token);
    // Its own file goes behind the store: nobody who calls waits for that.
    const waiting = (): string[] => readdirSync(folder).filter((name) => name.includes('.waiting-'));
    await vi.waitFor(() => expect(waiting()).toEqual([]), 20_000);
  },
);
