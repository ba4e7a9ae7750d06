import type { MethodCall, MethodTable } from '../call';
import { colours } from '../colours';
import { people } from '../entities/people';
import { type Params, read } from '../read';
import { bots, DEFAULT_POSITION } from '../rules/bots';
import { handlerUrl } from '../rules/handlerUrl';
import { image } from '../rules/image';
import type { State } from '../state';
import type { Bot, BotType, EventMode, User } from '../types';
import { bot, DONE, fieldsOf, owner, webhookOwner } from './bot';
import { v2Failure } from './failures';

const TYPES = ['bot', 'network', 'openline', 'supervisor', 'personal'] as const;
const BACKGROUNDS = new Set(['azure', 'mint', 'steel', 'slate', 'teal', 'cornflower', 'sky', 'peach', 'frost']);
const MAX_TOKEN = 40;
const PAGE = 50;

/** imbot.v2.Bot.* */
export const v2Bots: MethodTable = {
  'imbot.v2.Bot.register': register,
  'imbot.v2.Bot.update': update,
  'imbot.v2.Bot.unregister': unregister,
  'imbot.v2.Bot.get': get,
  'imbot.v2.Bot.list': list,
};

function register(call: MethodCall): unknown {
  const { params, state } = call;
  const fields = fieldsOf(call);
  const token = read.truthy(fields.botToken) ? fields.botToken : params.botToken;
  const mine = owner(call, token);
  if (call.caller.kind === 'webhook' && read.text(token).length > MAX_TOKEN)
    throw v2Failure('BOT_TOKEN_INVALID_LENGTH');
  const code = read.text(fields.code);
  if (code === '') throw v2Failure('BOT_CODE_REQUIRED');
  const properties = read.record(fields.properties);
  if (!properties || read.text(properties.name) === '') throw v2Failure('BOT_PROPERTIES_REQUIRED');
  const existing = bots.byCode(state, code);
  if (existing && existing.owner !== mine) throw v2Failure('BOT_CODE_ALREADY_TAKEN');
  if (existing) return view(call, existing);

  const type = typeOf(read.text(fields.type ?? 'bot'));
  const eventMode = modeOf(fields.eventMode ?? 'fetch');
  const webhookUrl = read.text(fields.webhookUrl);
  if (eventMode === 'webhook' && webhookUrl === '') throw v2Failure('BOT_WEBHOOK_URL_REQUIRED');
  if (webhookUrl !== '' && !handlerUrl(webhookUrl)) throw v2Failure('BOT_INVALID_CALLBACK');
  if (bots.ofOwner(state, mine).length >= call.maxBots) throw v2Failure('BOT_LIMIT_EXCEEDED');
  const avatar = avatarOf(call, properties);
  const added = bots.add(
    state,
    {
      code,
      type,
      openline: type === 'openline' || read.flag(fields.isSupportOpenline, false),
      hidden: read.flag(fields.isHidden, false),
      reactions: read.flag(fields.isReactionsEnabled, true),
      backgroundId: background(fields.backgroundId),
      owner: mine,
      generation: 'v2',
      handlers: {},
      eventMode,
      webhookUrl,
    },
    {
      name: read.text(properties.name),
      lastName: read.text(properties.lastName),
      workPosition: read.text(properties.workPosition) || DEFAULT_POSITION,
      gender: genderOf(properties.gender) ?? 'M',
      color: read.text(properties.color),
      avatar: avatar ?? '',
      email: '',
      birthday: '',
      website: '',
    },
  );
  return view(call, added);
}

function typeOf(text: string): BotType {
  const type = TYPES.find((known) => known === text);
  if (!type) throw v2Failure('BOT_INVALID_TYPE');
  return type;
}

function modeOf(value: unknown): EventMode {
  if (value === 'fetch' || value === 'webhook') return value;
  throw v2Failure('BOT_INVALID_EVENT_MODE');
}

function background(value: unknown): string | null {
  const id = read.text(value);
  return BACKGROUNDS.has(id) ? id : null;
}

function genderOf(value: unknown): string | undefined {
  return value === 'M' || value === 'F' ? value : undefined;
}

function avatarOf(call: MethodCall, properties: Params): string | undefined {
  const avatar = read.text(properties.avatar);
  if (avatar === '') return undefined;
  if (!image.isImage(avatar)) throw v2Failure('BOT_AVATAR_INCORRECT_TYPE');
  return image.address(call.state.address, avatar);
}

function view(call: MethodCall, one: Bot): unknown {
  return { bot: people.bot(call.state, one, true), users: people.byId(call.state, [one.id]) };
}

function update(call: MethodCall): unknown {
  const target = bot(call);
  const { state } = call;
  const fields = fieldsOf(call);
  const eventMode = read.present(fields.eventMode) ? modeOf(fields.eventMode) : target.eventMode;
  const webhookUrl = read.present(fields.webhookUrl) ? read.text(fields.webhookUrl) : undefined;
  if (webhookUrl && !handlerUrl(webhookUrl)) throw v2Failure('BOT_INVALID_CALLBACK');
  const properties = read.record(fields.properties);
  const avatar = properties && avatarOf(call, properties);
  rotate(call, target, read.text(fields.botToken).trim());

  changeDelivery(state, target, eventMode, webhookUrl);
  target.hidden = read.flag(fields.isHidden, target.hidden);
  target.reactions = read.flag(fields.isReactionsEnabled, target.reactions);
  target.openline = read.flag(fields.isSupportOpenline, target.openline);
  if (fields.backgroundId !== undefined) target.backgroundId = background(fields.backgroundId);
  const user = state.users.get(target.id);
  if (user && properties) overwrite(user, properties, avatar);
  return view(call, target);
}

/**
 * Documented: into the queue, and the v2 subscriptions of the bot go; out of it, and there are such for the address given.
 * [source] the addresses of a bot of v1 are not touched by either, and the way out deletes what the queue still holds.
 */
function changeDelivery(state: State, target: Bot, eventMode: EventMode, webhookUrl: string | undefined): void {
  const leavesQueue = target.eventMode === 'fetch' && eventMode === 'webhook';
  const entersQueue = target.eventMode === 'webhook' && eventMode === 'fetch';
  if (leavesQueue && state.holds('in-place-queue-dropped')) target.queue = [];
  if (entersQueue && target.generation === 'v1' && !state.holds('in-place-return')) target.handlers = {};
  target.eventMode = eventMode;
  target.webhookUrl = webhookUrl ?? (entersQueue ? '' : target.webhookUrl);
}

/** [seen] the profile is written whole: what is missing is blanked, the position falls back to a default text. */
function overwrite(user: User, properties: Params, avatar: string | undefined): void {
  if (read.text(properties.name) !== '') user.name = read.text(properties.name);
  user.lastName = read.text(properties.lastName);
  user.gender = genderOf(properties.gender) ?? '';
  user.workPosition = read.text(properties.workPosition) || DEFAULT_POSITION;
  if (colours.isKnown(read.text(properties.color))) user.color = read.text(properties.color);
  if (avatar !== undefined) user.avatar = avatar;
}

function rotate(call: MethodCall, target: Bot, token: string): void {
  const prefix = webhookOwner(call.state);
  if (token === '' || call.caller.kind !== 'webhook' || target.owner === `${prefix}${token}`) return;
  if (token.length > MAX_TOKEN) throw v2Failure('BOT_TOKEN_INVALID_LENGTH');
  if (bots.ofOwner(call.state, `${prefix}${token}`).length > 0) throw v2Failure('BOT_TOKEN_ROTATION_FAILED');
  target.owner = `${prefix}${token}`;
}

function unregister(call: MethodCall): unknown {
  const target = bot(call);
  call.emit.botDeleted(target, call.caller.userId);
  bots.remove(call.state, target);
  return DONE;
}

function get(call: MethodCall): unknown {
  const mine = owner(call);
  const { params, state } = call;
  const id = read.int(params.botId);
  const code = read.text(params.code);
  if (id <= 0 && code === '') throw v2Failure('PARAMS_REQUIRED');
  const found = id > 0 ? state.bots.get(id) : bots.byCode(state, code);
  if (!found) throw v2Failure('BOT_NOT_FOUND');
  return { bot: people.bot(state, found, found.owner === mine), users: people.byId(state, [found.id]) };
}

function list(call: MethodCall): unknown {
  const mine = owner(call);
  const { params, state } = call;
  const type = read.text(read.record(params.filter)?.type);
  const found = bots.ofOwner(state, mine).filter((one) => type === '' || one.type === type);
  const limit = Math.min(Math.max(read.int(params.limit ?? PAGE), 1), PAGE);
  const offset = Math.max(read.int(params.offset), 0);
  const page = found.slice(offset, offset + limit);
  return {
    bots: page.map((one) => people.bot(state, one, true)),
    users: people.byId(
      state,
      page.map((one) => one.id),
    ),
    hasNextPage: offset + limit < found.length,
  };
}
