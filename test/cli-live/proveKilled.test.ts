import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPortal } from '../../portal/index';
import { bundled } from '../bundled';
import { chance } from '../moves/scene';
import { imbotCompat } from './imbotCompat';

const KILLS = process.env['IMBOT_FULL'] === undefined ? 4 : 100;
const LIMIT_MS = KILLS * 40_000;
const seed = Number(process.env['IMBOT_SEED'] ?? 20261129);

it(
  `prove --write killed with kill -9 at ${KILLS} random instants: --clean leaves nothing of it, and touches nothing else`,
  async () => {
    const portal = createPortal();
    const { path } = portal.webhook({ secret: 'wh00ksecret' });
    const other = portal.addBot({ code: 'lunch', clientId: 'lunch-bot-key', handler: 'https://b.example/h' });
    portal.addBot({ code: 'imbot_compat_proven', clientId: 'not-ours', handler: 'https://b.example/h' });
    portal.addChat({ title: 'Team', owner: other.id, users: [1, 2] });
    portal.say({ userId: 2, dialogId: other.id, text: 'Hi' });
    const theirs = () => {
      const { bots, chats, messages, commands, delivery, users } = portal.snapshot();
      const kept = new Set([1001, 1002]);
      return {
        ...{ bots, commands, delivery, users },
        chats: chats.filter(({ id }) => kept.has(Number(id))),
        messages: messages.filter(({ chatId }) => kept.has(Number(chatId))),
      };
    };
    const before = theirs();
    expect([before.bots.length, before.chats.length]).toEqual([2, 2]);

    let left = 0;
    let ran = false;
    let victim: ChildProcess | undefined;
    const door = http.createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      left -= 1;
      if (left === 0 && !ran) return void victim?.kill('SIGKILL');
      const headers = { 'content-type': String(request.headers['content-type']) };
      const answer = await portal.handle(
        new Request(`http://p.example${request.url}`, { method: 'POST', headers, body }),
      );
      const text = await answer.text();
      if (left === 0) return void victim?.kill('SIGKILL');
      response.statusCode = answer.status;
      response.end(text);
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    onTestFinished(() => {
      door.closeAllConnections();
      door.close();
    });
    const address = door.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}${path}`;
    const random = chance(seed);
    const cwd = mkdtempSync(join(tmpdir(), 'prove-'));
    let litter = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // The portal takes fifty calls at once, and two a second from there on.
      left = 1 + random(55);
      ran = random(2) === 0;
      victim = spawn(process.execPath, [bundled('cli/main.ts'), 'prove', '--write', '--in-place', '--webhook', url], {
        cwd,
        stdio: 'ignore',
      });
      expect(await once(victim, 'exit')).toEqual([null, 'SIGKILL']);
      left = 0;
      if (portal.snapshot().bots.length > before.bots.length) litter += 1;
      const { code, out } = await imbotCompat(['prove', '--clean', '--webhook', url], {}, cwd);
      expect([code, out]).toEqual([0, expect.stringMatching(/^(\d+) of \1 removed\.\n$/)]);
      expect(theirs()).toEqual(before);
    }
    // What no method of the portal deletes is a chat: nobody is in those that are left, but who wrote to a bot that is gone.
    for (const { members, type } of portal.snapshot().chats.filter(({ id }) => Number(id) > 1002)) {
      expect(members).toHaveLength(type === 'private' ? 1 : 0);
    }
    expect(litter).toBeGreaterThan(KILLS / 4);
    console.log(`${KILLS} runs of prove killed, ${litter} of them left bots behind`);
  },
  LIMIT_MS,
);
