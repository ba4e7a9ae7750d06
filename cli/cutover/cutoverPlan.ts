import { UsageError } from '../../src/errors/UsageError';
import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import { COLOURS } from '../../src/values/enums';
import { identity, type LivePortal, listIn, objectIn, type Said } from '../livePortal';
import type { CutoverState } from './cutoverState';
import {
  BY_HAND_BESIDE,
  BY_HAND_SWITCH,
  NO_REPLACEMENT,
  NOT_MADE_HERE,
  SHARED_APPLICATION,
  WAITING,
} from './cutoverTexts';
import type { SeenBot } from './lookAtBot';
import { type RefusedAnswer, returnHome } from './returnHome';

/** Where the events go: to an address, or into the queue. */
export interface EventDestination {
  readonly eventMode: 'webhook' | 'fetch';
  readonly webhookUrl?: string;
}

export interface Wish {
  readonly bot: number;
  readonly to: EventDestination;
  readonly newCode?: string;
  /** The new bot's token on webhook auth. */
  readonly newToken?: string;
  readonly handlerBefore?: string;
  readonly chats: readonly string[];
  readonly test: boolean;
  readonly dropQueue: boolean;
}

/** One call. `shown` is what is printed of its parameters. */
export interface CutoverStep {
  readonly what: string;
  readonly method: string;
  readonly shown: Fields;
  readonly run: (state: CutoverState) => Promise<Said>;
  /** What the answer adds to the state. */
  readonly learn?: (result: unknown) => Partial<CutoverState>;
}

export interface CutoverPlan {
  readonly route: 'beside' | 'switch';
  readonly state: CutoverState;
  readonly steps: readonly CutoverStep[];
  readonly byHand: readonly string[];
  readonly notes: readonly string[];
}

/** The plan, or why there is none; `unreachable` where the portal did not say it for good. */
export type Planned = { readonly plan: CutoverPlan } | { readonly refused: string; readonly unreachable?: boolean };

/** A bot registered through v2: its events go elsewhere. Sends reads only. `former` is a run of this move that was cut off. */
export function switchPlan(
  portal: LivePortal,
  wish: Wish,
  { bot, bots }: SeenBot,
  former: CutoverState | undefined,
): Promise<Planned> {
  return switched(portal, wish, bot, former, sharing(portal, bots > 1));
}

/** A second bot beside one of v1. Sends reads only. `former` is a run of this move that was cut off. */
export function besidePlan(
  portal: LivePortal,
  wish: Wish,
  { bot, user }: SeenBot,
  former: CutoverState | undefined,
): Promise<Planned> {
  return beside(portal, wish, bot, user, former, sharing(portal, true));
}

function sharing(portal: LivePortal, shared: boolean): string[] {
  return portal.kind === 'oauth' && shared ? [SHARED_APPLICATION] : [];
}

async function switched(
  portal: LivePortal,
  wish: Wish,
  bot: Fields,
  former: CutoverState | undefined,
  notes: readonly string[],
): Promise<Planned> {
  const fields = { ...wish.to };
  // A run that was cut off may have made the change: what the bot says now is not what it said before.
  const before = former?.before?.eventMode ?? (bot['eventMode'] === 'fetch' ? 'fetch' : 'webhook');
  const handlerBefore = wish.handlerBefore ?? former?.before?.webhookUrl;
  const leavesQueue = wish.to.eventMode === 'webhook' && bot['eventMode'] === 'fetch';
  if (leavesQueue && !wish.dropQueue) {
    const refused = await waitingIn(portal, wish.bot);
    if (refused !== undefined) return { refused };
  }
  const unknown = before === 'webhook' && handlerBefore === undefined;
  return {
    plan: {
      route: 'switch',
      state: {
        version: 1,
        portal: portal.name,
        route: 'switch',
        bot: wish.bot,
        code: String(bot['code']),
        to: wish.to,
        before: { eventMode: before, ...(handlerBefore === undefined ? {} : { webhookUrl: handlerBefore }) },
        stage: 'begun',
      },
      steps: [
        {
          what: `deliver the events of bot ${wish.bot} ${where(wish.to)}`,
          method: V2.botUpdate,
          shown: { botId: wish.bot, fields },
          run: () =>
            leavesQueue && !wish.dropQueue
              ? leaveQueue(portal, wish.bot, wish.to)
              : portal.change(V2.botUpdate, { botId: wish.bot, fields, ...identity(portal) }, 'fixed'),
        },
      ],
      byHand: BY_HAND_SWITCH,
      notes: unknown
        ? [
            ...notes,
            'The API does not tell where events go now. Give --handler-before <url>, so that the way back knows.',
          ]
        : notes,
    },
  };
}

async function beside(
  portal: LivePortal,
  wish: Wish,
  bot: Fields,
  user: Fields,
  former: CutoverState | undefined,
  notes: readonly string[],
): Promise<Planned> {
  const newCode = wish.newCode ?? former?.newCode ?? `${String(bot['code'])}_v2`;
  const mine: Fields = portal.kind === 'webhook' ? { botToken: wish.newToken } : {};
  const old = { botId: wish.bot, ...identity(portal) };
  const exists = wish.newToken !== undefined || portal.kind === 'oauth' ? await ownerOf(portal, newCode, mine) : 'free';
  if (typeof exists === 'object' && 'refused' in exists) return notRead(V2.botGet, exists.refused);
  if (exists === 'taken') return { refused: `The code ${newCode} belongs to somebody else. Choose one with --code.` };
  // Its events would go elsewhere, and the way back would unregister it, with its private chats.
  if (exists !== 'free' && former === undefined) return { refused: NOT_MADE_HERE(newCode, exists.bot) };
  const fields = { code: newCode, ...profile(bot, user), ...wish.to };
  const listed = await portal.read(V2.commandList, old);
  if (!listed.ok) return notRead(V2.commandList, listed);
  const commands = listIn(listed.result, 'commands').filter((one) => Number(one['botId']) === wish.bot);
  const local = commands.filter((one) => one['common'] !== true);
  const common = commands.filter((one) => one['common'] === true);
  const language = String(bot['language'] ?? 'en');

  const steps: CutoverStep[] = [
    {
      what: `register a second bot "${newCode}" through v2, its events ${where(wish.to)}`,
      method: V2.botRegister,
      shown: { fields },
      run: () => portal.change(V2.botRegister, { fields: { ...fields, ...mine }, ...mine }, 'fixed'),
      learn: (result) => {
        const id = Number(objectIn(result, 'bot')['id'] ?? listIn(result, 'users')[0]?.['id']);
        return Number.isSafeInteger(id) && id > 0 ? { newBot: id } : {};
      },
    },
  ];
  if (exists !== 'free') {
    steps.push({
      what: 'it exists already, and register leaves it as it is: set where its events go',
      method: V2.botUpdate,
      shown: { botId: '<new bot>', fields: wish.to },
      run: ({ newBot }) => portal.change(V2.botUpdate, { botId: newBot, fields: { ...wish.to }, ...mine }, 'fixed'),
    });
  }
  for (const command of local) {
    const fields = commandFields(command, language);
    steps.push({
      what: `register its command ${String(command['command'])}`,
      method: V2.commandRegister,
      shown: { botId: '<new bot>', fields },
      run: ({ newBot }) => portal.change(V2.commandRegister, { botId: newBot, fields, ...mine }, 'fixed'),
    });
  }
  for (const dialogId of wish.chats) {
    steps.push({
      what: `let the old bot bring it into ${dialogId}`,
      method: V2.chatUserAdd,
      shown: { botId: wish.bot, dialogId, userIds: ['<new bot>'] },
      run: ({ newBot }) => portal.change(V2.chatUserAdd, { ...old, dialogId, userIds: [newBot] }, 'fixed'),
    });
  }
  if (wish.test) {
    const title = 'imbot-compat cutover test';
    steps.push({
      what: 'let the old bot open a test chat with it, which makes a join event',
      method: V2.chatAdd,
      shown: { botId: wish.bot, fields: { title, userIds: ['<new bot>'] } },
      run: ({ newBot }) => portal.change(V2.chatAdd, { ...old, fields: { title, userIds: [newBot] } }, 'never'),
      learn: (result) => {
        const id = Number(objectIn(result, 'chat')['id']);
        return Number.isSafeInteger(id) && id > 0 ? { testChat: id } : {};
      },
    });
  }
  return {
    plan: {
      route: 'beside',
      state: {
        version: 1,
        portal: portal.name,
        route: 'beside',
        bot: wish.bot,
        code: String(bot['code']),
        to: wish.to,
        newCode,
        stage: 'begun',
      },
      steps,
      byHand: [
        ...BY_HAND_BESIDE,
        ...common.map(
          (one) =>
            `${String(one['command'])} works in every chat, so with two bots it would be answered twice: register it for the new bot when the old one no longer answers.`,
        ),
      ],
      notes: [
        NO_REPLACEMENT,
        ...notes,
        ...(local.length > 0
          ? [`Titles of commands are told in one language only (${language}); add the others with Command.update.`]
          : []),
      ],
    },
  };
}

function notRead(method: string, { code, text, isFinal }: RefusedAnswer): Planned {
  const refused = `${method} returned ${code} (${text}): what is to be done is not known. Nothing was changed.`;
  return isFinal ? { refused } : { refused, unreachable: true };
}

/** Whether a code is free, ours, or somebody else's; or why that is not known. */
export async function ownerOf(
  portal: LivePortal,
  code: string,
  mine: Fields,
): Promise<'free' | 'taken' | { readonly bot: number } | { readonly refused: RefusedAnswer }> {
  const said = await portal.read(V2.botGet, { code, ...mine });
  if (!said.ok) return said.code === 'BOT_NOT_FOUND' ? 'free' : { refused: said };
  const bot = objectIn(said.result, 'bot');
  return bot['eventMode'] === undefined ? 'taken' : { bot: Number(bot['id']) };
}

/** What v2 tells of a bot and takes back at registration. The picture is told as an address and taken as a file. */
function profile(bot: Fields, user: Fields): Fields {
  const color = Object.values(COLOURS).find(([, hex]) => hex === String(user['color']).toLowerCase())?.[0];
  const properties = {
    name: user['firstName'] || user['name'],
    lastName: user['lastName'],
    workPosition: user['workPosition'],
    gender: user['gender'],
    color,
  };
  return {
    type: bot['type'],
    properties: told(properties),
    ...told({
      isHidden: bot['isHidden'],
      isReactionsEnabled: bot['isReactionsEnabled'],
      isSupportOpenline: bot['isSupportOpenline'],
      backgroundId: bot['backgroundId'],
    }),
  };
}

function commandFields(command: Fields, language: string): Fields {
  const words = (value: unknown) => (typeof value === 'string' && value !== '' ? { [language]: value } : undefined);
  return told({
    command: String(command['command']).replace(/^\//, ''),
    title: words(command['title']),
    params: words(command['params']),
    common: command['common'],
    hidden: command['hidden'],
    extranetSupport: command['extranetSupport'],
  });
}

function told(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

/** Why a queue may not be left: events wait in it, up to 1000 are counted, or nobody knows. Nothing is confirmed. */
export async function waitingIn(
  portal: LivePortal,
  botId: number,
  mine: Fields = identity(portal),
): Promise<string | undefined> {
  const said = await portal.read(V2.eventGet, { botId, limit: 1000, ...mine });
  if (!said.ok)
    return `The queue does not open: ${said.code} (${said.text}). What is in it would be lost; or say --drop-queue.`;
  const waiting = listIn(said.result, 'events').length;
  if (waiting === 0) return undefined;
  return WAITING(waiting);
}

/** A v2 bot's events go from its queue to an address; what came into the queue since somebody looked stops it. */
export async function leaveQueue(portal: LivePortal, bot: number, { webhookUrl }: EventDestination): Promise<Said> {
  const left = await returnHome(portal, { bot, ...(webhookUrl === undefined ? {} : { webhookUrl }) });
  if (left.ok) return { ok: true, result: true };
  if ('refused' in left) return left.refused;
  return { ok: false, code: 'EVENTS_WAIT', text: WAITING(left.waiting), isFinal: false };
}

export function where({ eventMode, webhookUrl }: EventDestination): string {
  return eventMode === 'fetch' ? 'into its queue (imbot.v2.Event.get)' : `to ${hostOf(webhookUrl)}`;
}

/** Handler addresses may carry secrets in their query. */
function hostOf(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) throw new UsageError('--handler takes an https: address.');
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
