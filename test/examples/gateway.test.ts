import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../cli/run';
import { createPortal, type Portal, type PortalServer } from '../../portal/index';
import { selfSigned } from '../../portal/selfSigned';
import { hasTool } from '../gateway/clients/hasTool';

const execute = promisify(execFile);
const example = (name: string): string => fileURLToPath(new URL(`../../examples/gateway/${name}`, import.meta.url));
const standIn = fileURLToPath(new URL('standIns/crest.php', import.meta.url));
const PORTAL = 'https://acme.bitrix24.com';

let portal: Portal;
let server: PortalServer;
let folder = '';
let url = '';
let stop: () => Promise<unknown> = async () => {};

/** The portal, and the gateway as examples/gateway/gateway.json configures it. */
beforeEach(async () => {
  portal = createPortal();
  portal.webhook({ secret: 'secret' });
  portal.addBot({ id: 39, code: 'helper', clientId: 'my_bot' });
  portal.addChat({ id: 1, title: 'Team', owner: 1, users: [39] });
  server = await portal.listen();
  folder = mkdtempSync(join(tmpdir(), 'imbot-examples-'));
  let end: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    end = resolve;
  });
  const options = ['--config', example('gateway.json'), '--portal', server.url, '--listen', '127.0.0.1:0'];
  let ended: Promise<unknown> = Promise.resolve();
  url = await new Promise<string>((resolve) => {
    const err = (text: string): void => {
      const line: Record<string, unknown> = text.startsWith('{') ? JSON.parse(text) : {};
      if (line['event'] === 'listening') resolve(String(line['url']));
    };
    const io = { out: () => {}, err, stdin: process.stdin, cwd: folder, color: false, terminal: false, stopped };
    ended = run(['gateway', ...options, '--stat-listen', '127.0.0.1:0'], io);
  });
  stop = () => {
    end();
    return ended;
  };
});
afterEach(async () => {
  await stop();
  await server.close();
  rmSync(folder, { recursive: true });
});

const CALLERS = [
  ['curl.sh', 'curl', 'sh'],
  ['bot.php', 'php', 'php'],
  ['crest.php', 'php', 'php'],
  ['bot.py', 'python3', 'python3'],
] as const;

for (const [file, tool, command] of CALLERS) {
  describe.skipIf(!hasTool(tool))(`examples/gateway/callers/${file}`, () => {
    it('moves by one line', async () => {
      const text = readFileSync(example(`callers/${file}`), 'utf8');
      expect(text.split(PORTAL)).toHaveLength(2);
      const said = async (base: string): Promise<unknown> => {
        const path = join(folder, file);
        writeFileSync(path, text.replace(PORTAL, base));
        mkdirSync(join(folder, 'src'), { recursive: true });
        writeFileSync(join(folder, 'src/crest.php'), readFileSync(standIn));
        return JSON.parse((await execute(command, [path])).stdout);
      };
      expect(await said(server.url)).toMatchObject({ result: 10001, time: {} });
      expect(await said(url)).toMatchObject({ result: 10002, time: {} });
      expect(portal.counts()).toEqual({
        'imbot.message.add': 1,
        'imbot.v2.Revision.get': 1,
        'imbot.v2.Chat.Message.send': 1,
      });
      expect(portal.snapshot().messages.map(({ text }) => text)).toEqual(['The build is green', 'The build is green']);
    });
  });
}

function works(command: string, option: string): boolean {
  if (spawnSync(command, [option], { stdio: 'ignore' }).status === 0) return true;
  console.warn(`Left out, because ${command} is not installed here: its example of examples/gateway.`);
  return false;
}

describe.skipIf(!works('nginx', '-v'))('examples/gateway/nginx.conf', () => {
  it('brings TLS before the gateway', async () => {
    const { key, cert } = selfSigned();
    writeFileSync(join(folder, 'key.pem'), key);
    writeFileSync(join(folder, 'cert.pem'), cert);
    const port = 20_000 + (process.pid % 20_000);
    const site = readFileSync(example('nginx.conf'), 'utf8')
      .replace('127.0.0.1:8790', new URL(url).host)
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replace(/\/etc\/letsencrypt\S+fullchain.pem/, join(folder, 'cert.pem'))
      .replace(/\/etc\/letsencrypt\S+privkey.pem/, join(folder, 'key.pem'));
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    const config = `user root;\npid ${folder}/nginx.pid;\ndaemon off;\nerror_log stderr notice;\nevents {}\nhttp { access_log off; ${temporary.join(' ')}\n${site}\n}\n`;
    writeFileSync(join(folder, 'nginx.conf'), config);
    const nginx = spawn('nginx', ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    try {
      await new Promise<void>((resolve, reject) => {
        let said = '';
        nginx.stderr.on('data', (chunk) => {
          said += String(chunk);
          if (said.includes('start worker process ')) resolve();
        });
        nginx.on('exit', () => reject(new Error(said)));
      });
      const query = 'BOT_ID=39&CLIENT_ID=my_bot&DIALOG_ID=chat1&MESSAGE=Hi';
      const text = await new Promise<string>((resolve, reject) => {
        const path = `//rest/1/secret/imbot.message.add.json?${query}`;
        const options = { host: '127.0.0.1', port, path, rejectUnauthorized: false, agent: false };
        const asked = request(options, (answer) => {
          let got = '';
          answer.on('data', (chunk) => {
            got += String(chunk);
          });
          answer.on('end', () => resolve(got));
        });
        asked.on('error', reject).end();
      });
      expect(JSON.parse(text)).toMatchObject({ result: 10001 });
      expect(portal.counts()).toMatchObject({ 'imbot.v2.Chat.Message.send': 1 });
      portal.fault({ kind: 'drop-after', method: 'imbot.v2.Chat.Message.send', times: 1 });
      expect(await secureGet(port, `/rest/1/secret/imbot.message.add?${query}`)).toBeUndefined();
      expect(portal.counts()).toMatchObject({ 'imbot.v2.Chat.Message.send': 2 });
      await reachesTheGateway(port);
    } finally {
      nginx.removeAllListeners('exit');
      const over = new Promise((resolve) => nginx.once('exit', resolve));
      // At once: told to end gently it waits up to a minute for a client that has opened a connection and asks nothing.
      nginx.kill('SIGTERM');
      await over;
    }
  });
});

/** Behind a token and the name of a bot too, which this gateway has none of: it says so in JSON. All else stays outside. */
async function reachesTheGateway(port: number): Promise<void> {
  const token = '0123456789abcdef_~-AZ';
  for (const path of [
    `/${token}/rest/1/x/profile`,
    `/${token}/sales/rest/profile`,
    `/${token}/install`,
    '/x/oauth/token/',
  ])
    expect([path, await secureGet(port, path)]).toEqual([path, expect.stringMatching(/^\{"error":/)]);
  for (const path of ['/other', '/restaurant', '/a/b/c/rest/profile', '/', '/a/restless'])
    expect([path, await secureGet(port, path)]).toEqual([path, expect.not.stringMatching(/^\{/)]);
}

/** GET over TLS, as CRest calls; undefined where the connection breaks or the proxy says that there was no answer. */
function secureGet(port: number, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path, servername: 'bots.example.com', rejectUnauthorized: false };
    const asked = request({ ...options, agent: false, headers: { host: 'bots.example.com' } }, (answer) => {
      let got = '';
      answer.on('data', (chunk) => {
        got += String(chunk);
      });
      answer.on('end', () => resolve((answer.statusCode ?? 0) < 500 ? got : undefined));
    });
    asked.on('error', () => resolve(undefined)).end();
  });
}

describe.skipIf(!works('caddy', 'version'))('examples/gateway/Caddyfile', () => {
  it('brings TLS before the gateway, and sends nothing twice', async () => {
    const { key, cert } = selfSigned();
    writeFileSync(join(folder, 'key.pem'), key);
    writeFileSync(join(folder, 'cert.pem'), cert);
    const port = 20_000 + ((process.pid + 7) % 20_000);
    const site = readFileSync(example('Caddyfile'), 'utf8')
      .replace('127.0.0.1:8790', new URL(url).host)
      .replace(
        'bots.example.com {',
        `bots.example.com:${port} {\n\ttls ${join(folder, 'cert.pem')} ${join(folder, 'key.pem')}`,
      );
    writeFileSync(join(folder, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
    const options = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
    const caddy = spawn('caddy', options, {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    try {
      await new Promise<void>((resolve, reject) => {
        let said = '';
        caddy.stderr.on('data', (chunk) => {
          said += String(chunk);
          if (said.includes('serving initial configuration')) resolve();
        });
        caddy.on('exit', () => reject(new Error(said)));
      });
      const say = (text: string) =>
        secureGet(
          port,
          `//rest/1/secret/imbot.message.add.json?BOT_ID=39&CLIENT_ID=my_bot&DIALOG_ID=chat1&MESSAGE=${text}`,
        );
      expect(JSON.parse((await say('one')) ?? '')).toMatchObject({ result: 10001 });
      portal.fault({ kind: 'drop-after', method: 'imbot.v2.Chat.Message.send', times: 1 });
      expect(await say('two')).toBeUndefined();
      expect(JSON.parse((await say('three')) ?? '')).toMatchObject({ result: 10003 });
      expect(portal.snapshot().messages.map(({ text }) => text)).toEqual(['one', 'two', 'three']);
      await reachesTheGateway(port);
    } finally {
      caddy.removeAllListeners('exit');
      const over = new Promise((resolve) => caddy.once('exit', resolve));
      caddy.kill('SIGTERM');
      await over;
    }
  });
});

describe.skipIf(!works('systemd-analyze', '--version'))('examples/gateway/imbot-gateway.service', () => {
  it('is a unit that systemd takes', async () => {
    const unit = join(folder, 'imbot-gateway.service');
    writeFileSync(unit, readFileSync(example('imbot-gateway.service')));
    const { stdout, stderr } = await execute('systemd-analyze', ['verify', '--man=no', unit]);
    expect(`${stdout}${stderr}`.split('\n').filter((line) => line.includes('imbot-gateway'))).toEqual([]);
  });
});

it('the examples start what the package has', () => {
  const { bin } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  for (const file of ['imbot-gateway.service', 'Dockerfile']) {
    expect(readFileSync(example(file), 'utf8')).toContain(`node_modules/imbot-compat/${bin['imbot-compat']}`);
  }
});
