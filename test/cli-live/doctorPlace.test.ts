import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createPortal, type PortalServer } from '../../portal/index';
import { createImbot, webhook } from '../../src/index';
import { FACTS } from '../../src/map/facts';
import { imbotCompat } from './imbotCompat';

vi.mock('../../src/transport/createTransport', async (original) => {
  const { withoutLimits } = await import('./withoutLimits');
  return withoutLimits(await original());
});

const TOKEN = 'lunch-bot-key';
const H = 'https://b.example/h';
const V2 = 'https://b.example/v2?key=handler-s3cret';

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(auth: 'webhook' | 'oauth' = 'webhook') {
  const portal = createPortal({ now: () => Date.now() });
  const server = await portal.listen();
  servers.push(server);
  const cwd = mkdtempSync(join(tmpdir(), 'doctor-'));
  const application = portal.application({ clientId: 'local.lunch', clientSecret: 'app-s3cret' });
  const bot = portal.addBot({
    ...{ code: 'lunch', handler: H },
    ...(auth === 'webhook' ? { clientId: TOKEN } : { application }),
  });
  const tokens = join(cwd, 'tokens.json');
  writeFileSync(tokens, JSON.stringify(application.tokens()));
  const url = server.webhookUrl(portal.webhook({ secret: 'wh00ksecret' }));
  const env: Record<string, string> =
    auth === 'webhook'
      ? { C_REST_WEB_HOOK_URL: url, IMBOT_CLIENT_ID: TOKEN }
      : { C_REST_CLIENT_ID: 'local.lunch', C_REST_CLIENT_SECRET: 'app-s3cret' };
  const way = auth === 'oauth' ? ['--tokens', tokens] : [];
  const run = async (command: string, ...argv: string[]) => {
    const result = await imbotCompat([command, ...way, ...argv], env, cwd);
    expect(result.out + result.err).not.toMatch(/wh00ksecret|lunch-bot-key|s3cret/);
    return result;
  };
  return { portal, bot, cwd, url, doctor: (...argv: string[]) => run('doctor', ...argv), run };
}

const opens = (out: string): string =>
  out.split('\n').find((line) => line.includes('opens through v2')) ?? 'no such line';

describe('doctor shows the place of a bot', () => {
  it('on webhook auth as far as the API tells, and by the state of a cutover', async () => {
    const { run, doctor } = await start();
    expect(opens((await doctor()).out)).toContain('event mode webhook: v1 deliveries if it was registered through v1');
    expect((await doctor('--bot', '301')).out).toContain('Events move with imbot-compat cutover');
    await run('cutover', '--bot', '301', '--to', 'v2', '--unproven', '--write');
    const moved = 'event mode fetch: its events go into its queue, for pollEvents (place cutover, moved)';
    expect(opens((await doctor()).out)).toContain(moved);
    expect(opens((await doctor('--bot', '301')).out)).toContain(moved);
    // What was moved needs no advice to move it.
    expect((await doctor('--bot', '301')).out).not.toContain('Events move with imbot-compat cutover');
    await run('cutover', '--bot', '301', '--to', 'v1', '--write');
    await run('cutover', '--bot', '301', '--to', 'v2', '--handler', V2, '--unproven', '--write');
    expect(opens((await doctor()).out)).toContain('v2 events to https://b.example/v2, v1 deliveries perhaps beside');
  });

  it('under OAuth by the addresses of the application', async () => {
    const { bot, doctor } = await start('oauth');
    expect(opens((await doctor()).out)).toContain(`event mode webhook: v1 deliveries to ${H}`);
    bot.webhookUrl = V2;
    expect(opens((await doctor()).out)).toContain(`v1 deliveries to ${H} and v2 events to https://b.example/v2, each`);
    bot.handlers = {};
    expect(opens((await doctor()).out)).toContain('event mode webhook: v2 events to https://b.example/v2');
    bot.eventMode = 'fetch';
    expect(opens((await doctor()).out)).toContain('event mode fetch: its events go into its queue');
  });
});

describe('doctor shows facts', () => {
  const profileOf = (facts: Record<string, boolean>) => JSON.stringify({ version: 1, facts });

  it('none known: says how to ask', async () => {
    const { doctor } = await start();
    const { code, out } = await doctor();
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('none is proven on this portal: imbot-compat prove --write'),
    ]);
  });

  it('those that hold, that fail, and that nobody asked', async () => {
    const { cwd, doctor } = await start();
    writeFileSync(join(cwd, 'imbot-portal.json'), profileOf({ bridge: true, 'in-place': true, 'ascii-trim': false }));
    const { code, out } = await doctor();
    expect(code).toBe(0);
    expect(out).toMatch(/hold {4}2\n/);
    expect(out).toMatch(/fail {4}ascii-trim\n.*createImbot\(\{ facts: 'imbot-portal\.json' \}\)/);
    const { facts } = JSON.parse((await doctor('--json')).out);
    expect(facts).toMatchObject({ holds: ['bridge', 'in-place'], fails: ['ascii-trim'] });
    const open = FACTS.filter(({ basis }) => basis !== 'documented').map(({ id }) => id);
    expect(facts.unknown).toEqual(open.filter((id) => !['bridge', 'in-place', 'ascii-trim'].includes(id)));
  });

  it.each([
    ['{', 'the state file of its cutover cannot be read'],
    [
      '{"version":1,"portal":"other","route":"place","bot":301,"code":"x","to":{"eventMode":"fetch"},"stage":"moved"}',
      '',
    ],
  ])('a state file that is none, or of another portal, says nothing of the bot: %s', async (text, said) => {
    const { cwd, doctor } = await start();
    writeFileSync(join(cwd, 'imbot-cutover-301.json'), text);
    const { code, out } = await doctor();
    expect([code, opens(out)]).toEqual([0, expect.stringContaining(said)]);
    expect(opens(out)).not.toContain('moved');
  });

  it('which calls of a usage report rest on those that fail or are not known', async () => {
    const { cwd, url, doctor } = await start();
    const imbot = createImbot({ auth: webhook(url, { clientId: TOKEN }), limits: false, warnings: false });
    for (let n = 0; n < 3; n += 1) {
      await imbot.call('imbot.message.add', { BOT_ID: 301, DIALOG_ID: '2', MESSAGE: 'Hi' });
    }
    await imbot.call('imbot.bot.list', {});
    writeFileSync(join(cwd, 'usage.json'), JSON.stringify(imbot.report()));
    await imbot.close();

    const unproven = await doctor('--report', 'usage.json');
    expect(unproven.out).toMatch(/imbot\.message\.add {2}3 calls, 3 as v2\n.*not proven here: bridge,/);
    writeFileSync(
      join(cwd, 'imbot-portal.json'),
      profileOf(Object.fromEntries(FACTS.map(({ id }) => [id, id !== 'ascii-trim']))),
    );
    const failing = await doctor('--report', 'usage.json', '--json');
    expect(JSON.parse(failing.out).resting).toEqual([
      { method: 'imbot.message.add', calls: 3, sentAsV2: 3, fails: ['ascii-trim'], unknown: [] },
    ]);
    writeFileSync(join(cwd, 'all.json'), profileOf(Object.fromEntries(FACTS.map(({ id }) => [id, true]))));
    const { out } = await doctor('--report', 'usage.json', '--profile', 'all.json');
    expect(out).toContain('Every call of the report rests on facts that are proven here, or documented.');
  });

  it.each([
    [['--report', 'nowhere.json'], /nowhere\.json cannot be read/],
    [['--report', 'tokens.json'], /no usage report/],
    [['--profile', 'nowhere.json'], /nowhere\.json cannot be read/],
    [['--profile', 'tokens.json'], /not a profile/],
  ])('refuses %j as usage, before the portal is asked', async (argv, text) => {
    const { portal, doctor } = await start();
    const { code, err } = await doctor(...argv);
    expect([code, err]).toEqual([2, expect.stringMatching(text)]);
    expect(portal.requests).toEqual([]);
  });

  it('what prove wrote is read by doctor, cutover and the client alike', async () => {
    const { portal, cwd, url, run, doctor } = await start();
    expect((await run('prove', '--write', '--in-place')).code).toBeLessThan(2);
    const file = join(cwd, 'imbot-portal.json');
    const proven = Object.keys(JSON.parse(readFileSync(file, 'utf8')).facts);
    const { facts } = JSON.parse((await doctor('--json')).out);
    expect([...facts.holds, ...facts.fails].sort()).toEqual(proven.sort());
    const moved = await run('cutover', '--bot', '301', '--to', 'v2', '--write');
    expect(moved.out).toContain('imbot-portal.json says');
    const imbot = createImbot({ auth: webhook(url, { clientId: TOKEN }), facts: file, warnings: false });
    await imbot.call('imbot.message.add', { BOT_ID: 301, DIALOG_ID: '2', MESSAGE: 'Hi' });
    expect(portal.requests.at(-1)?.method).toBe('imbot.v2.Chat.Message.send');
    await imbot.close();
  }, 120_000);
});
