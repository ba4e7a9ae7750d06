import { createPortal, type Facts } from '../../portal/index';
import { createImbot, type Imbot, type ImbotOptions, oauth, webhook } from '../../src/index';
import { inProcess } from './inProcess';

export const CLIENT_ID = 'my_bot_token';
export const OTHER_CLIENT_ID = 'their_bot_token';
export const HANDLER = 'https://b.example/h';

/** Ids that the seed below gives; walks name them, and the test of the seed holds them. */
export const SEED = {
  bots: { first: 301, second: 302, foreign: 303 },
  chats: { own: 1001, managed: 1002, stranger: 1003, member: 1004, line: 1005, private: 1006 },
  commands: { help: 501, info: 502, foreign: 503 },
  messages: { private: 10001, group: 10002, first: 10003, second: 10004 },
} as const;

type AuthKind = 'webhook' | 'oauth';

export interface Setup {
  auth: AuthKind;
  encoding: 'json' | 'form';
  /** What holds on the portal, and what the client knows of it by a profile. */
  facts?: Facts;
}

export interface World {
  portal: ReturnType<typeof createPortal>;
  /** A client of the application that owns the first two bots. */
  client(options: Omit<ImbotOptions, 'auth'>): Imbot;
  advance(ms: number): void;
}

const ADDRESS = 'http://127.0.0.1:9';
const START = Date.UTC(2031, 0, 15, 10, 0, 0);

/** A fresh portal with people, bots of two owners, chats of every standing, messages and commands. Always the same ids. */
export function world({ auth, encoding, facts }: Setup): World {
  let now = START;
  const portal = createPortal({ now: () => now, users: 6, ...(facts === undefined ? {} : { facts }) });
  portal.state.address = ADDRESS;
  const hook = portal.webhook();
  const years = 10 * 365 * 24 * 3600;
  const app = portal.application({ clientId: 'app.1', clientSecret: 'c', expiresIn: years });
  const other = portal.application({ clientId: 'app.2', clientSecret: 'c', expiresIn: years });
  const mine = auth === 'oauth' ? { application: app } : { clientId: CLIENT_ID };
  const theirs = auth === 'oauth' ? { application: other } : { clientId: OTHER_CLIENT_ID };
  const first = portal.addBot({ code: 'first', name: 'First', lastName: 'Bot', handler: HANDLER, ...mine });
  const second = portal.addBot({ code: 'second', name: 'Second', handler: HANDLER, ...mine });
  const foreign = portal.addBot({ code: 'foreign', name: 'Foreign', handler: HANDLER, ...theirs });
  portal.addChat({ title: 'Own', owner: first.id, users: [1, 2, 3, second.id], managers: [2] });
  portal.addChat({ title: 'Managed', owner: 1, users: [2, first.id, foreign.id], managers: [first.id] });
  portal.addChat({ title: 'Strangers', owner: 2, users: [3] });
  portal.addChat({ title: 'Member', owner: 3, users: [1, 2, first.id, second.id] });
  portal.addChat({ title: 'Line', owner: 1, users: [first.id], type: 'open', entityType: 'LINES', entityId: 'x|1' });
  for (const [bot, command] of [
    [first.id, 'help'],
    [second.id, 'info'],
    [foreign.id, 'other'],
  ] as const) {
    const id = portal.state.next.command;
    portal.state.next.command += 1;
    portal.state.commands.set(id, {
      id,
      botId: bot,
      command,
      common: command === 'info',
      hidden: false,
      extranetSupport: false,
      title: new Map([
        ['en', `Title of ${command}`],
        ['de', `Titel ${command}`],
      ]),
      params: new Map([['en', 'text']]),
      handler: HANDLER,
    });
  }
  portal.say({ userId: 1, dialogId: first.id, text: 'Hello' });
  portal.say({ userId: 1, dialogId: 'chat1001', text: 'In the group' });
  for (const [id, authorId] of [
    [SEED.messages.first, first.id],
    [SEED.messages.second, second.id],
  ] as const) {
    const said = portal.state.messages.get(portal.say({ userId: 1, dialogId: 'chat1001', text: 'Of a bot' }));
    if (said) Object.assign(said, { authorId, id });
  }
  const tokens = app.tokens();
  return {
    portal,
    advance: (ms) => {
      now += ms;
    },
    client: (options) =>
      createImbot({
        auth:
          auth === 'oauth'
            ? oauth({ clientId: 'app.1', clientSecret: 'c', tokens })
            : webhook(`${ADDRESS}${hook.path}`, { clientId: CLIENT_ID }),
        dispatcher: inProcess(portal.handle),
        encoding,
        limits: false,
        warnings: false,
        timeout: 0,
        ...(facts === undefined ? {} : { facts: { version: 1, facts: { ...facts } } }),
        ...options,
      }),
  };
}
