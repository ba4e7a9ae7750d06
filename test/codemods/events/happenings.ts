import { createPortal } from '../../../portal/index';
import { httpBuildQuery } from '../../events/httpBuildQuery';

/** What happens to the bot, as a form of each generation; v1 may tell nothing. */
export interface Happening {
  readonly name: string;
  readonly v1: readonly string[];
  readonly v2: readonly string[];
}

const ADDRESS = 'https://bot.example/bot';
const COMMAND_ID = 78;

/** Two portals alike but for the API version that the bot was registered through. */
function portalFor(generation: 'v1' | 'v2', id: number) {
  const portal = createPortal({ users: 4 });
  const application = portal.application({ clientId: 'local.1', clientSecret: 'x' });
  const delivery = generation === 'v1' ? { handler: ADDRESS } : { eventMode: 'webhook' as const, webhookUrl: ADDRESS };
  // A supervisor is told of edits by v1 too.
  const bot = portal.addBot({ id, code: 'helper', type: 'supervisor', generation, application, ...delivery });
  const chat = portal.addChat({ id: 300, title: 'Support', owner: 1, users: [2, bot.id], color: 'mint' });
  portal.state.commands.set(COMMAND_ID, {
    id: COMMAND_ID,
    botId: bot.id,
    command: 'echo',
    common: true,
    hidden: false,
    extranetSupport: false,
    title: new Map(),
    params: new Map(),
    handler: ADDRESS,
  });
  return { portal, bot, group: `chat${chat.id}` };
}

type Room = ReturnType<typeof portalFor>;

const ACTS: Readonly<Record<string, (room: Room) => void>> = {
  'a private message': ({ portal, bot }) =>
    void portal.say({ userId: 2, dialogId: bot.id, text: ' Hello & [b]you[/b] = "ы" 😀\n' }),
  'a mention in a group': ({ portal, bot, group }) =>
    void portal.say({ userId: 1, dialogId: group, text: `[USER=${bot.id}]Bot[/USER], how [USER=1]A[/USER]?` }),
  'an edit': ({ portal, bot }) => {
    const messageId = portal.say({ userId: 2, dialogId: bot.id, text: 'a' });
    portal.editMessage({ userId: 2, messageId, text: 'b' });
  },
  'a deletion in a group': ({ portal, bot, group }) => {
    const messageId = portal.say({ userId: 2, dialogId: group, text: `[USER=${bot.id}]Bot[/USER] a` });
    portal.deleteMessage({ userId: 2, messageId });
  },
  'joining in private': ({ portal, bot }) => portal.join({ botId: bot.id, userId: 3 }),
  'joining a group': ({ portal, bot }) => {
    const chat = portal.addChat({ id: 400, title: 'Other', owner: 4, users: [3] });
    portal.join({ botId: bot.id, userId: 4, chatId: chat.id });
  },
  'a typed command': ({ portal, bot }) =>
    void portal.command({ userId: 2, dialogId: bot.id, command: 'echo', params: 'one two' }),
  'a command by a button in a group': ({ portal, bot, group }) => {
    const messageId = portal.say({ userId: 2, dialogId: group, text: `[USER=${bot.id}]Bot[/USER] a` });
    portal.command({ userId: 1, dialogId: group, command: 'echo', context: 'keyboard', messageId });
  },
  'a button under a message of the bot': ({ portal, bot, group }) => {
    const messageId = portal.say({ userId: bot.id, dialogId: group, text: 'Buy?' });
    portal.command({ userId: 1, dialogId: group, command: 'echo', params: 'it', context: 'keyboard', messageId });
  },
};

/** Everything that can happen to a bot of this id. */
export function happeningsOf(id: number): Happening[] {
  const acts = Object.entries(ACTS).map(([name, act]): Happening => {
    const [v1, v2] = [portalFor('v1', id), portalFor('v2', id)];
    act(v1);
    act(v2);
    return { name, v1: bodiesOf(v1), v2: bodiesOf(v2) };
  });
  const auth = { domain: 'p.example', application_token: 'T', access_token: 'A' };
  const install = httpBuildQuery({ event: 'ONAPPINSTALL', data: { LANGUAGE_ID: 'en' }, auth, ts: 1 });
  return [
    ...acts,
    {
      name: 'the end of the bot',
      v1: [httpBuildQuery({ event: 'ONIMBOTDELETE', data: { BOT_ID: id, BOT_CODE: 'helper' }, ts: 1, auth })],
      v2: [httpBuildQuery({ event: 'ONIMBOTV2DELETE', data: { bot: { id, code: 'helper', auth } }, ts: 1, auth })],
    },
    { name: 'the installation', v1: [install], v2: [install] },
    {
      name: 'a reaction, of which v1 tells nothing',
      v1: [],
      v2: [
        httpBuildQuery({
          event: 'ONIMBOTV2REACTIONCHANGE',
          data: {
            bot: { id, code: 'helper', auth },
            reaction: 'like',
            action: 'add',
            message: { id: 1 },
            chat: { id: 2 },
          },
          ts: 1,
          auth,
        }),
      ],
    },
  ];
}

function bodiesOf({ portal }: Room): string[] {
  return portal.deliveries.map(({ body }) => body);
}
