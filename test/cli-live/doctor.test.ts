import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createPortal, type Portal, type PortalOptions, type PortalServer } from '../../portal/index';
import { imbotCompat } from './imbotCompat';

const SECRET = 'wh00ksecret';
const TOKEN = 'lunch-bot-key';
const READS = new Set(['scope', 'imbot.bot.list', 'imbot.v2.Revision.get', 'imbot.v2.Bot.list', 'imbot.v2.Bot.get']);

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: PortalOptions = {}, scope = 'imbot,im') {
  const portal = createPortal(options);
  const server = await portal.listen();
  servers.push(server);
  const url = server.webhookUrl(portal.webhook({ secret: SECRET, scope }));
  return { portal, server, env: { C_REST_WEB_HOOK_URL: url } };
}

/** Runs doctor and holds it to its promise: reads only, nothing changed, no secret in sight. */
async function examine(portal: Portal, argv: string[], env: Record<string, string>, secrets: string[] = []) {
  const state = portal.snapshot();
  const seen = portal.requests.length;
  const result = await imbotCompat(['doctor', ...argv], env);
  expect(portal.snapshot()).toEqual(state);
  const methods = portal.requests.slice(seen).map(({ method }) => method);
  expect(methods.filter((method) => !READS.has(method))).toEqual([]);
  for (const secret of [SECRET, TOKEN, ...secrets]) expect(result.out + result.err).not.toContain(secret);
  return { ...result, methods };
}

/** The ids of what `--json` found. */
function idsIn(out: string): string[] {
  const report: { findings: { id: string }[] } = JSON.parse(out);
  return report.findings.map(({ id }) => id);
}

describe('imbot-compat doctor', () => {
  it('finds nothing in the way of a bot that is ready', async () => {
    const { portal, env } = await start();
    portal.addBot({ code: 'lunch', clientId: TOKEN });
    const { code, out, methods } = await examine(portal, [], { ...env, IMBOT_CLIENT_ID: TOKEN });
    expect(code).toBe(0);
    expect(methods).toEqual(['scope', 'imbot.bot.list', 'imbot.v2.Revision.get', 'imbot.v2.Bot.list']);
    expect(out).toContain('imbot.v2 is there, REST revision 36');
    expect(out).toContain('bot 301 "lunch" opens through v2, event mode webhook');
    expect(out).toContain('Nothing blocks the switch. Nothing was changed.');
  });

  it.each<[string, PortalOptions, string, string[], string[]]>([
    ['a portal without v2', { revision: null }, 'imbot', ['--client-id', TOKEN], ['v2-missing']],
    ['an old v2', { revision: 30 }, 'imbot', ['--client-id', TOKEN], ['v2-old']],
    ['a webhook without the scope', {}, 'im,crm', ['--client-id', TOKEN], ['scope-imbot']],
    ['no CLIENT_ID', {}, 'imbot', [], ['no-client-id']],
    ['a CLIENT_ID of another bot', {}, 'imbot', ['--client-id', 'other'], ['no-own-bots']],
    ['a bot of somebody else', {}, 'imbot', ['--client-id', 'other', '--bot', '301'], ['bot-foreign']],
    ['a bot that is not there', {}, 'imbot', ['--client-id', TOKEN, '--bot', '999'], ['bot-refused']],
  ])('blocks on %s', async (_name, options, scope, argv, expected) => {
    const { portal, env } = await start(options, scope);
    portal.addBot({ code: 'lunch', clientId: TOKEN });
    const { code, out } = await examine(portal, [...argv, '--json'], env);
    const report: { findings: { id: string; level: string; todo?: string }[] } = JSON.parse(out);
    const blocks = report.findings.filter(({ level }) => level === 'block');
    expect(blocks.map(({ id }) => id)).toEqual(expected);
    expect(blocks.every(({ todo }) => todo !== undefined)).toBe(true);
    expect(code).toBe(1);
  });

  it('warns of a long CLIENT_ID without showing it', async () => {
    const { portal, env } = await start();
    const long = 'k'.repeat(41);
    portal.addBot({ code: 'lunch', clientId: long });
    const { code, out } = await examine(portal, ['--json'], { ...env, IMBOT_CLIENT_ID: long }, [long]);
    expect(idsIn(out)).toContain('token-length');
    expect(code).toBe(0);
  });

  it('tells a wrong webhook from a portal that is not there', async () => {
    const { portal, server, env } = await start();
    const refused = await examine(portal, ['--json'], { C_REST_WEB_HOOK_URL: `${server.url}/rest/1/wrong-secret/` });
    expect(idsIn(refused.out)).toEqual(['portal-refuses']);
    expect([refused.code, refused.out.includes('wrong-secret')]).toEqual([1, false]);
    portal.fault({ kind: 'html', times: 20 });
    const down = await examine(portal, [], env);
    expect(down.code).toBe(3);
    expect(down.err).toContain('could not be asked: BAD_ANSWER');
  });

  it('asks as an OAuth application, from a tokens file', async () => {
    const { portal, server } = await start({ now: () => Date.now() });
    const application = portal.application({ clientId: 'local.app', clientSecret: 'app-s3cret' });
    portal.addBot({ code: 'one', application });
    portal.addBot({ code: 'two', application });
    const tokens = application.tokens();
    const file = join(await mkdtemp(join(tmpdir(), 'doctor-')), 'tokens.json');
    await writeFile(file, JSON.stringify(tokens));
    const env = { C_REST_CLIENT_ID: 'local.app', C_REST_CLIENT_SECRET: 'app-s3cret' };
    const argv = ['--tokens', file, '--token-url', server.tokenUrl, '--json'];
    const secrets = ['app-s3cret', 'local.app', tokens.access_token, tokens.refresh_token];
    const { code, out } = await examine(portal, argv, env, secrets);
    expect(idsIn(out)).toEqual([
      'portal-answers',
      'v1-answers',
      'v2-there',
      'bots-opened',
      'bot-opens',
      'bot-opens',
      'shared-application',
      'events-by-registration',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(tokens);
  });

  it.each<[string[], Record<string, string>, RegExp]>([
    [[], {}, /Which portal\?/],
    [['--webhook', 'ftp://x/rest/1/abcdefgh/'], {}, /incoming webhook/],
    [['--webhook', 'http://127.0.0.1/rest/1/abcdefgh/', '--bot', 'x'], {}, /--bot takes a number/],
    [['--tokens', '/nowhere.json'], {}, /C_REST_CLIENT_ID/],
    [['--tokens', '/nowhere.json'], { C_REST_CLIENT_ID: 'a', C_REST_CLIENT_SECRET: 'b' }, /does not exist/],
  ])('refuses %j as usage', async (argv, env, text) => {
    const { code, err } = await imbotCompat(['doctor', ...argv], env);
    expect(err).toMatch(text);
    expect([code, err.includes('abcdefgh')]).toEqual([2, false]);
  });
});
