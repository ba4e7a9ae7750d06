import { afterEach, describe, expect, it } from 'vitest';
import { registeredThrough } from '../../cli/bots/botsRegistered';
import { createPortal, type PortalServer } from '../../portal/index';
import { imbotCompat } from './imbotCompat';

const servers: PortalServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(revision: number | null = 33) {
  const portal = createPortal({ revision });
  const server = await portal.listen();
  servers.push(server);
  portal.addBot({ code: 'lunch', clientId: 'lunch-bot-key', name: 'Lunch' });
  portal.addBot({ code: 'foreign', clientId: 'another-key' });
  portal.addBot({ code: 'queue', clientId: 'lunch-bot-key', generation: 'v2', eventMode: 'fetch' });
  return { portal, env: { C_REST_WEB_HOOK_URL: server.webhookUrl(portal.webhook({ secret: 'wh00ksecret' })) } };
}

describe('imbot-compat bots', () => {
  it('lists every bot with what the API tells, and says what it does not', async () => {
    const { portal, env } = await start();
    const before = portal.snapshot();
    const { code, out, err } = await imbotCompat(['bots'], { ...env, IMBOT_CLIENT_ID: 'lunch-bot-key' });
    expect([code, err]).toEqual([0, '']);
    const rows = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    expect(rows).toContainEqual(['301', 'lunch', 'Lunch', 'yes', 'not told', 'webhook', 'not told']);
    expect(rows).toContainEqual(['302', 'foreign', 'foreign', 'no', 'not told', 'not told', 'not told']);
    expect(rows).toContainEqual(['303', 'queue', 'queue', 'yes', 'not told', 'fetch', 'not told']);
    expect(out).toContain('No documented method tells through which version a bot was registered');
    expect(out).not.toMatch(/wh00ksecret|lunch-bot-key/);
    expect(portal.snapshot()).toEqual(before);
    expect(Object.keys(portal.counts())).toEqual(['imbot.bot.list', 'imbot.v2.Bot.list']);
  });

  it('says which questions had no answer', async () => {
    const { env } = await start(null);
    const { code, out } = await imbotCompat(['bots', '--json', '--client-id', 'lunch-bot-key'], env);
    const report: { bots: { own?: boolean }[]; refused: string[] } = JSON.parse(out);
    expect(code).toBe(0);
    expect(report.bots.map(({ own }) => own)).toEqual([undefined, undefined, undefined]);
    expect(report.refused).toEqual([expect.stringContaining('imbot.v2.Bot.list: ERROR_METHOD_NOT_FOUND')]);
  });

  it.each([
    [['ONIMBOTMESSAGEADD', 'ONIMCOMMANDADD', 'ONCRMLEADADD'], 1, 'v1'],
    [['ONIMBOTV2MESSAGEADD', 'ONIMBOTV2COMMANDADD'], 1, 'v2'],
    [['onimbotv2messageadd'], 1, 'v2'],
    [['ONIMBOTMESSAGEADD'], 2, 'not told'],
    [['ONIMBOTMESSAGEADD', 'ONIMBOTV2MESSAGEADD'], 1, 'not told'],
    [['ONCRMLEADADD'], 1, 'not told'],
    [[], 1, 'not told'],
  ])('judges subscriptions %j of %i bots: %s', (events, bots, expected) => {
    const handlers = events.map((event) => ({ event, handler: 'https://bot.example/' }));
    expect(registeredThrough(handlers, bots)).toBe(expected);
  });
});
