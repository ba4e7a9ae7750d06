import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Agent } from 'undici';
import { describe, expect, it } from 'vitest';
import { createPortal } from '../../portal/index';
import { selfSigned } from '../../portal/selfSigned';
import { createGateway } from '../../src/gateway/index';
import { hasTool } from './clients/hasTool';
import { type Answered, type CurlKind, playCurl } from './clients/playCurl';
import { type PlannedCall, scenario } from './clients/scenario';
import { listening } from './twins';

const execute = promisify(execFile);

interface Client {
  readonly name: string;
  readonly tool: 'curl' | 'php' | 'python3';
  readonly who: 'webhook' | 'oauth';
  readonly play: (base: string, steps: readonly PlannedCall[]) => Promise<Answered[]>;
}

const curl = (kind: CurlKind) => (base: string, steps: readonly PlannedCall[]) => playCurl(kind, base, steps);

function script(command: string, file: string, how: string): Client['play'] {
  const path = fileURLToPath(new URL(`clients/${file}`, import.meta.url));
  return async (base, steps) => {
    const folder = mkdtempSync(join(tmpdir(), 'imbot-plan-'));
    try {
      const plan = join(folder, 'plan.json');
      writeFileSync(plan, JSON.stringify({ base, steps }));
      const { stdout } = await execute(command, [path, how, plan], { maxBuffer: 64e6 });
      return stdout
        .trim()
        .split('\n')
        .map((line): Answered => JSON.parse(line));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

const CLIENTS: readonly Client[] = [
  { name: 'cURL, form', tool: 'curl', who: 'webhook', play: curl('form') },
  { name: 'cURL, JSON', tool: 'curl', who: 'webhook', play: curl('json') },
  { name: 'cURL, GET', tool: 'curl', who: 'webhook', play: curl('get') },
  { name: 'cURL, multipart', tool: 'curl', who: 'webhook', play: curl('multipart') },
  { name: 'cURL, OAuth', tool: 'curl', who: 'oauth', play: curl('form') },
  { name: 'PHP, cURL with a form', tool: 'php', who: 'webhook', play: script('php', 'play.php', 'form') },
  { name: 'PHP, cURL with JSON', tool: 'php', who: 'oauth', play: script('php', 'play.php', 'json') },
  { name: 'PHP, a stream', tool: 'php', who: 'webhook', play: script('php', 'play.php', 'stream') },
  { name: 'Python, requests with a form', tool: 'python3', who: 'oauth', play: script('python3', 'play.py', 'form') },
  { name: 'Python, requests with JSON', tool: 'python3', who: 'webhook', play: script('python3', 'play.py', 'json') },
];

/** The same scenario, straight to a portal or through a gateway, over http or TLS all the way. */
async function play(client: Client, through: boolean, tls: boolean) {
  const portal = createPortal();
  const application = portal.application({ clientId: 'app.1', clientSecret: 'secret', scope: 'imbot,im' });
  const { path } = portal.webhook();
  const isHook = client.who === 'webhook';
  const bot = portal.addBot({
    code: 'helper',
    ...(isHook ? { clientId: 'my_bot' } : { application: { clientId: 'app.1' } }),
  });
  const chat = portal.addChat({ title: 'Team', owner: bot.id, users: [1, 2, 3] });
  const server = await portal.listen({ tls });
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, connect: server.ca ? { ca: server.ca } : {} });
  const gateway = createGateway({ portal: server.url, warnings: false, dispatcher });
  const front = tls ? createSecureServer(selfSigned(), gateway.listener) : createServer(gateway.listener);
  const here = (await listening(front)).replace('http:', tls ? 'https:' : 'http:');
  try {
    const base = `${through ? here : server.url}${isHook ? path : '/rest/'}`;
    const who: Record<string, string> = isHook ? { CLIENT_ID: 'my_bot' } : { auth: application.tokens().access_token };
    const answers = await client.play(base, scenario(bot.id, `chat${chat.id}`, who));
    const state = portal.snapshot();
    const calls = portal.requests.filter(({ inBatch }) => !inBatch);
    return { answers, state, calls, report: gateway.report() };
  } finally {
    front.close();
    front.closeAllConnections();
    await dispatcher.destroy();
    await server.close();
  }
}

const bodies = (answers: readonly Answered[]) =>
  answers.map(({ id, status, text }) => ({
    id,
    status,
    body: JSON.parse(text, (key, value) => (TIMES.has(key) ? 0 : value)),
  }));
/** How much running time a method has used differs by method, and v2 has other ones. */
const TIMES: ReadonlySet<string> = new Set(['operating', 'operating_reset_at']);

/**
 * Without IMBOT_FULL each client goes one of the two ways: over TLS one of each that has TLS of its own, and of each way to name
 * a bot, and over http the others. With it all go both.
 */
const OVER_TLS: ReadonlySet<string> = new Set([
  'cURL, multipart',
  'cURL, OAuth',
  'PHP, cURL with a form',
  'PHP, a stream',
  'Python, requests with JSON',
]);
const HTTP = ['http', false] as const;
const TLS = ['TLS', true] as const;
function waysOf({ name }: Client) {
  if (process.env['IMBOT_FULL'] !== undefined) return [HTTP, TLS];
  return [OVER_TLS.has(name) ? TLS : HTTP];
}

for (const client of CLIENTS) {
  describe.skipIf(!hasTool(client.tool))(client.name, () => {
    it.each(waysOf(client))(
      'over %s: seventeen calls get the same answers and leave the same state, and twelve or more go out as v2',
      async (_name, tls) => {
        const straight = await play(client, false, tls);
        const through = await play(client, true, tls);
        expect(straight.answers).toHaveLength(17);
        expect(straight.answers.filter(({ status }) => status === 200)).toHaveLength(14);
        expect(bodies(through.answers)).toEqual(bodies(straight.answers));
        expect(through.state).toEqual(straight.state);
        const own = ['imbot.v2.Revision.get', 'imbot.v2.Bot.get', 'imbot.v2.File.upload'];
        const asV2 = through.calls.filter(({ method, generation }) => generation === 'v2' && !own.includes(method));
        const batches = through.calls.filter(({ method }) => method === 'batch');
        expect(asV2.length + batches.length).toBeGreaterThanOrEqual(12);
        expect(through.calls.filter(({ generation }) => generation === 'v1').map(({ method }) => method)).toEqual([
          'imbot.bot.list',
          'imbot.message.add',
          // v2 asks for a rank there, and v1 may know better.
          'imbot.chat.updateTitle',
        ]);
        // The upload came through as the form that it was.
        expect(through.calls.find(({ method }) => method === 'imbot.v2.File.upload')?.encoding).toBe('form');
      },
    );
  });
}
