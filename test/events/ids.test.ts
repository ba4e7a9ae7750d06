import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileTokenStore } from '../../src/auth/fileTokenStore';
import { createEventHandler, decodeEvent } from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { auth } from './samples';

const HOSTILE = [
  '../../outside',
  '..',
  '.',
  '/etc/passwd',
  'C:\\x',
  '..\\..\\x',
  'a/b',
  'a\\b',
  'm1/../../x',
  'm1\0',
  'm1\n',
  ' m1',
  'm:1',
  '%2e%2e%2f',
  '__proto__',
  'constructor.prototype',
  'm*',
  'м1',
  '*',
  'x'.repeat(65),
];

function install(over: object): string {
  return httpBuildQuery({
    event: 'ONAPPINSTALL',
    data: { VERSION: '1' },
    ts: '1696527000',
    auth: { ...auth, access_token: 'A', refresh_token: 'R', expires: '2000000000', ...over },
  });
}

describe('ids at the door', () => {
  it.each(HOSTILE)('member_id %j reaches no store, no function and no path', async (member) => {
    const folder = await mkdtemp(join(tmpdir(), 'ids-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const reached: unknown[] = [];
    const handler = createEventHandler({
      applicationTokens: {
        get: (portal) => void reached.push(portal),
        set: (portal) => reached.push(portal),
      },
      tokens: (portal) => {
        reached.push(portal);
        return fileTokenStore(join(folder, 'a', 'b', `${portal}.json`));
      },
      imbot: (event) => void reached.push(event.auth),
      on: { '*': (event) => void reached.push(event) },
    });
    for (const body of [
      install({ member_id: member }),
      JSON.parse(JSON.stringify({ event: 'ONAPPINSTALL', auth: { ...auth, member_id: member } })),
    ]) {
      const { status } = await handler.deliver(body);
      expect([400, 403]).toContain(status);
    }
    expect(reached).toEqual([]);
    expect(await readdir(folder, { recursive: true })).toEqual([]);
    expect(decodeEvent(install({ member_id: member })).auth).toBeUndefined();
  });

  it.each([
    [
      'domain',
      [
        '../x',
        'a/b',
        'a\\b',
        'https://evil.example',
        'a b',
        'a..b',
        '-',
        '.a',
        'a@b',
        'a?b',
        'a#b',
        'a:b',
        'x'.repeat(300),
      ],
    ],
    ['user_id', ['../1', '1 ', '-1', '1.5', '1e3', 'admin', '1'.repeat(30)]],
    ['client_id', ['../x', 'a/b', 'a\\b', 'a..b', '.', 'a\nb', 'x'.repeat(300)]],
  ])('%s that is none is no event', (name, values) => {
    for (const value of values) {
      const decoded = decodeEvent(install({ [name]: value }));
      expect([value, decoded.event, decoded.problem]).toEqual([value, '', 'bad-id']);
    }
  });

  it.each([
    ['member_id', ['m1', 'a223c6b3710f85df22e9377d6c4f7553', '', undefined]],
    [
      'domain',
      [
        'acme.bitrix24.com',
        'портал.рф',
        'localhost',
        'b24.local:8080',
        '10.0.0.1:8443',
        '[::1]:3000',
        'my_host',
        '',
        undefined,
      ],
    ],
    ['user_id', ['0', '1', 27, '123456789', '', undefined]],
    [
      'client_id',
      ['local.5c8bb1b0891cf2.87252039', 'app.5c8bb1b0891cf2.87252039', 'my_bot', 'custom-1', '', undefined],
    ],
  ])('%s as portals send it passes', (name, values) => {
    for (const value of values) expect(decodeEvent(install({ [name]: value })).event).toBe('ONAPPINSTALL');
  });

  it.each(['../../X', 'ON/APP', 'ONAPP INSTALL', 'ON\nAPP', '__proto__', 'x'.repeat(101)])(
    'an event named %j is none',
    (event) => {
      expect(decodeEvent(httpBuildQuery({ event, auth })).problem).toBe('not-an-event');
    },
  );

  it('whatever is let in has names that are safe in a path', () => {
    const text = fc.oneof(fc.string(), fc.constantFrom(...HOSTILE), fc.stringMatching(/^[a-z./\\:]{1,8}$/));
    fc.assert(
      fc.property(text, text, text, (member_id, domain, user_id) => {
        const decoded = decodeEvent(JSON.stringify({ event: 'ONAPPINSTALL', auth: { member_id, domain, user_id } }));
        for (const value of Object.values(decoded.auth ?? {})) {
          expect(String(value)).not.toMatch(/[/\\\0\n]|\.\.|^\.$/);
        }
      }),
      { numRuns: process.env['IMBOT_FULL'] ? 10_000 : 1_000, seed: 20261126 },
    );
  });
});
