/** A page that was written for BX24.js and v1, through `wrapBX24`. Serves it on loopback; open it in a browser. */
import { readFile } from 'node:fs/promises';
import { createPortal } from 'imbot-compat/testing';
import { listenOn } from './support/listenOn.js';

const portal = createPortal({ now: Date.now });
const application = portal.application({ clientId: 'local.parcels', clientSecret: 'app-secret' });
const bot = portal.addBot({ code: 'courier', application, name: 'Courier' });
const built = new URL('.', import.meta.resolve('imbot-compat/bx24'));
const here = new URL('./page/', import.meta.url);
const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8' };

const server = await listenOn(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  try {
    if (pathname === '/auth') return send(response, JSON.stringify(application.tokens()), 'application/json');
    if (pathname.startsWith('/rest/')) return await rest(request, response, pathname);
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const isPackage = name.startsWith('imbot-compat/');
    const file = isPackage ? new URL(name.slice('imbot-compat/'.length), built) : new URL(name, here);
    if (!file.href.startsWith(isPackage ? built.href : here.href)) throw new Error('outside');
    send(response, await readFile(file), TYPES[name.split('.').at(-1)] ?? 'text/plain');
  } catch {
    response.writeHead(404).end();
  }
});

function send(response, body, type) {
  response.writeHead(200, { 'content-type': type }).end(body);
}

/** The page calls its own server, which hands the call to the fake portal. */
async function rest(request, response, pathname) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = { 'content-type': 'application/json' };
  const call = new Request(`http://portal${pathname}`, { method: 'POST', headers, body: Buffer.concat(chunks) });
  const answer = await portal.handle(call);
  response.writeHead(answer.status, headers).end(await answer.text());
  console.log(`${answer.status} ${pathname.slice('/rest/'.length)}`);
}

console.log(`Open ${server.url}/?bot=${bot.id} (Ctrl+C ends)`);
