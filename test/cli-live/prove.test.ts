import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LivePortal, Said } from '../../cli/livePortal';
import { leftovers, removeLeftovers } from '../../cli/prove/leftovers';
import { runProbes } from '../../cli/prove/runProbes';
import { createPortal, type Facts, type PortalServer, portalFacts } from '../../portal/index';
import { FACTS } from '../../src/map/facts';
import { direct as withoutWire } from './direct';
import { imbotCompat } from './imbotCompat';

vi.mock('../../src/transport/createTransport', async (original) => {
  const { withoutLimits } = await import('./withoutLimits');
  return withoutLimits(await original());
});

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const ids = Object.keys(portalFacts);
const ASKED: readonly string[] = FACTS.flatMap(({ id, probe }) => ('nobody' in probe ? [] : [id]));
const ALL: Facts = Object.fromEntries(ids.map((id) => [id, true]));

/** A portal with a bot and a chat of somebody else, on which every fact holds but those named. */
async function start(facts: Facts = {}) {
  const portal = createPortal({ facts: { ...ALL, ...facts } });
  const server = await portal.listen();
  servers.push(server);
  const bot = portal.addBot({ code: 'lunch', clientId: 'lunch-bot-key', handler: 'https://b.example/h' });
  portal.addChat({ owner: bot.id, users: [1, 2] });
  const url = server.webhookUrl(portal.webhook({ secret: 'wh00ksecret' }));
  return { portal, url, cwd: mkdtempSync(join(tmpdir(), 'prove-')) };
}

/** What belongs to others: everything but chats in which nobody is. */
function theirs({ portal }: Awaited<ReturnType<typeof start>>) {
  const { bots, chats, commands, delivery } = portal.snapshot();
  // No method deletes a chat: what stays of those that prove made is a name without members.
  const members = chats.filter(({ title }) => title === 'imbot-compat prove').flatMap((chat) => chat['members']);
  if (bots.length === 1) expect(members).toEqual([]);
  return {
    bots,
    delivery,
    commands,
    chats: chats.filter(({ title }) => title !== 'imbot-compat prove' && title !== ''),
  };
}

/** The portal without the wire and its limits: a run asks about a hundred calls. */
function direct({ portal, url }: Awaited<ReturnType<typeof start>>): LivePortal {
  return withoutWire(portal, new URL(url).pathname);
}

const IN_PLACE = { inPlace: true, onProgress: () => {}, sleep: async () => {} };

async function proved(facts: Facts) {
  const scene = await start(facts);
  const before = theirs(scene);
  const findings = await runProbes(direct(scene), IN_PLACE);
  expect(theirs(scene)).toEqual(before);
  const of = (outcome: string) => findings.filter((finding) => finding.outcome === outcome).map(({ id }) => id);
  return { findings, holds: of('holds'), fails: of('fails'), unknown: of('unknown') };
}

describe('imbot-compat prove', () => {
  it('is dry by default: says what it would make and ask, and sends nothing', async () => {
    const { portal, url } = await start();
    const { code, out, err } = await imbotCompat(['prove', '--webhook', url]);
    expect([code, err]).toEqual([0, '']);
    for (const { id } of FACTS) expect(out).toContain(` ${id}: `);
    expect(out).toContain('skip  in-place:');
    expect(portal.requests).toEqual([]);
  });

  it('finds that every fact holds, writes the profile, and leaves nothing behind', async () => {
    const scene = await start();
    const before = theirs(scene);
    const flags = ['prove', '--write', '--in-place', '--webhook', scene.url];
    const { code, out } = await imbotCompat(flags, {}, scene.cwd);
    const text = readFileSync(join(scene.cwd, 'imbot-portal.json'), 'utf8');
    expect(JSON.parse(text)).toEqual({
      version: 1,
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      revision: 36,
      facts: Object.fromEntries(ASKED.map((id) => [id, true])),
    });
    expect(code).toBe(0);
    expect(theirs(scene)).toEqual(before);
    expect(`${out}${text}`).not.toMatch(/wh00ksecret|127\.0\.0\.1|imbot_compat_prove_[0-9a-f]/);
  }, 120_000);

  it.each(ids.filter((id) => ASKED.includes(id)))('finds that %s is false, and no other', async (id) => {
    expect((await proved({ [id]: false })).fails).toEqual([id]);
  });

  it('where the bridge is missing, what would be asked over it stays open', async () => {
    const { holds, unknown } = await proved({ bridge: false });
    expect(holds.sort()).toEqual(['ascii-trim', 'v1-30-kb']);
    expect(unknown).toContain('update-needs-fields');
  });

  it.each(ids.filter((id) => !ASKED.includes(id)))('says why nobody can ask %s', async (id) => {
    const { findings, fails } = await proved({ [id]: false });
    expect(fails).toEqual([]);
    expect(findings).toContainEqual({ id, outcome: 'unknown', why: expect.stringMatching(/\w.*\.$/) });
  });

  it('without --in-place no bot is moved', async () => {
    const scene = await start();
    const findings = await runProbes(direct(scene), { ...IN_PLACE, inPlace: false });
    expect(findings).toContainEqual({ id: 'in-place', outcome: 'unknown', why: 'Asked with --in-place.' });
    expect(scene.portal.counts()).not.toHaveProperty('imbot.v2.Bot.update');
    expect(scene.portal.counts()).not.toHaveProperty('im.message.add');
  });

  it('--clean removes the bots of a run that was killed', async () => {
    const scene = await start();
    const before = theirs(scene);
    scene.portal.addBot({ code: 'imbot_compat_prove_0f_1', clientId: 'imbot_compat_prove_0f' });
    const named = scene.portal.addBot({ code: 'imbot_compat_prove_shop', clientId: 'imbot_compat_prove_shop' });
    const { code, out } = await imbotCompat(['prove', '--clean', '--webhook', scene.url]);
    expect([code, out]).toEqual([0, '1 of 1 removed.\n']);
    expect(scene.portal.state.bots.delete(named.id)).toBe(true);
    expect(theirs(scene)).toEqual(before);
  });
});

describe('what goes wrong beside the question says nothing about the claim', () => {
  type Through = (run: () => Promise<Said>, live: LivePortal) => Promise<Said>;
  const failing =
    (code: string, ran: boolean): Through =>
    async (run) => {
      if (ran) await run();
      return { ok: false, code, text: 'as told', isFinal: false };
    };
  const wrongs: Readonly<Record<string, Through>> = {
    'an answer that got lost': failing('NO_ANSWER', true),
    'a 500 after the call ran': failing('INTERNAL_SERVER_ERROR', true),
    'a 500 before it': failing('INTERNAL_SERVER_ERROR', false),
    'a limit': failing('QUERY_LIMIT_EXCEEDED', false),
    'prove --clean beside it': async (run, live) => {
      const found = await leftovers(live);
      await removeLeftovers(live, 'bots' in found ? found.bots : []);
      return run();
    },
  };

  it.each(Object.entries(wrongs))('%s, at each call of a run', async (_name, wrong) => {
    for (const holds of [true, false]) {
      const facts = Object.fromEntries(ids.map((id) => [id, holds || id === 'bridge' || id === 'in-place']));
      let isMet = true;
      for (let at = 1; isMet; at += process.env['IMBOT_FULL'] === undefined ? 3 : 1) {
        const scene = await start(facts);
        const live = direct(scene);
        let count = 0;
        const through = (run: () => Promise<Said>) => {
          count += 1;
          return count === at ? wrong(run, live) : run();
        };
        const way: LivePortal = {
          ...live,
          read: (method, params) => through(() => live.read(method, params)),
          change: (method, params, replay) => through(() => live.change(method, params, replay)),
        };
        const findings = await runProbes(way, IN_PLACE);
        isMet = count >= at;
        const untrue = findings.filter(({ id, outcome }) => outcome === (facts[id] ? 'fails' : 'holds'));
        expect([at, untrue]).toEqual([at, []]);
        expect([at, scene.portal.snapshot().bots]).toEqual([at, [expect.objectContaining({ code: 'lunch' })]]);
      }
    }
  });

  it('says so where the portal could not be cleaned up', async () => {
    const scene = await start();
    scene.portal.fault({
      method: 'imbot.unregister',
      kind: 'status',
      status: 403,
      code: 'ACCESS_DENIED',
      times: 1_000,
    });
    const { err } = await imbotCompat(['prove', '--write', '--webhook', scene.url], {}, scene.cwd);
    expect(err).toContain('prove --clean');
  });
});

describe('killed at any instant', () => {
  class Killed extends Error {}

  /** A portal of which the process dies at a call: before it, or after it ran. */
  function dying(portal: LivePortal, at: number, ran: boolean): LivePortal {
    let calls = 0;
    const through = async <T>(run: () => Promise<T>): Promise<T> => {
      calls += 1;
      if (calls < at) return run();
      if (calls === at && ran) await run();
      throw new Killed();
    };
    return {
      ...portal,
      read: (method, params) => through(() => portal.read(method, params)),
      change: (method, params, replay) => through(() => portal.change(method, params, replay)),
    };
  }

  it('what is left can be found by its code and removed; nothing else is touched', async () => {
    const scene = await start();
    const before = theirs(scene);
    const live = direct(scene);
    let left = 0;
    for (let at = 1; at <= 100; at += 1) {
      const run = runProbes(dying(live, at, at % 2 === 0), IN_PLACE).catch((error: unknown) => error);
      const end = await run;
      if (!(end instanceof Killed)) expect(end).toBeInstanceOf(Array);
      if (theirs(scene).bots.length > before.bots.length) left += 1;
      const found = await leftovers(live);
      expect(await removeLeftovers(live, 'bots' in found ? found.bots : [])).toBe(0);
      expect(theirs(scene)).toEqual(before);
    }
    expect(left).toBeGreaterThan(40);
  }, 60_000);
});
