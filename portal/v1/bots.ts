import type { MethodCall, MethodTable } from '../call';
import { colours } from '../colours';
import { Failure } from '../failure';
import { type Params, read } from '../read';
import { bots, DEFAULT_POSITION, type Profile } from '../rules/bots';
import { handlerUrl } from '../rules/handlerUrl';
import { image } from '../rules/image';
import type { Bot, BotType, Handlers } from '../types';
import { bot, owner, refuseFetchMode } from './bot';
import { v1Failure } from './failures';

const TYPES: ReadonlyMap<string, BotType> = new Map([
  ['B', 'bot'],
  ['O', 'openline'],
  ['S', 'supervisor'],
  ['H', 'human'],
]);

const HANDLERS = [
  ['EVENT_MESSAGE_ADD', 'Message add', true],
  ['EVENT_MESSAGE_UPDATE', 'Message update', false],
  ['EVENT_MESSAGE_DELETE', 'Message delete', false],
  ['EVENT_WELCOME_MESSAGE', 'Welcome message', true],
  ['EVENT_BOT_DELETE', 'Bot delete', true],
] as const;

/** imbot.register, .update, .unregister and imbot.bot.list. */
export const v1Bots: MethodTable = {
  'imbot.register': register,
  'imbot.update': update,
  'imbot.unregister': unregister,
  'imbot.bot.list': list,
};

function register(call: MethodCall): number {
  const mine = owner(call);
  const { params, state } = call;
  const handlers = readHandlers(params, true);
  const code = read.text(params.CODE);
  if (code === '') throw v1Failure('code');
  const properties = read.record(params.PROPERTIES) ?? {};
  const name = read.text(properties.NAME);
  const lastName = read.text(properties.LAST_NAME);
  if (name === '' && lastName === '') throw v1Failure('name');

  const existing = bots.byCode(state, code);
  if (existing) {
    if (existing.owner !== mine) throw v1Failure('botNotCreated');
    existing.handlers = handlers;
    return existing.id;
  }
  if (bots.ofOwner(state, mine).length >= call.maxBots) {
    const text = `Has reached the maximum number of bots for application (max: ${call.maxBots})`;
    throw new Failure('MAX_COUNT_ERROR', text, 400);
  }
  const type = TYPES.get(read.text(params.TYPE)) ?? 'bot';
  const wish = { ...newProfile(call, properties), name: name === '' ? lastName : name };
  return bots.add(
    state,
    {
      code,
      type,
      openline: type === 'openline' || read.yes(params.OPENLINE),
      hidden: false,
      reactions: true,
      backgroundId: null,
      owner: mine,
      generation: 'v1',
      handlers,
      eventMode: 'webhook',
      webhookUrl: '',
    },
    name === '' ? { ...wish, lastName: '' } : wish,
  ).id;
}

function newProfile(call: MethodCall, properties: Params): Profile {
  return {
    name: '',
    lastName: '',
    workPosition: DEFAULT_POSITION,
    gender: 'M',
    color: '',
    avatar: '',
    email: '',
    birthday: '',
    website: '',
    ...readProfile(call, properties),
  };
}

function readProfile(call: MethodCall, properties: Params): Partial<Profile> {
  const profile: Partial<Profile> = {};
  if (read.present(properties.NAME)) profile.name = read.text(properties.NAME);
  if (read.present(properties.LAST_NAME)) profile.lastName = read.text(properties.LAST_NAME);
  if (read.truthy(properties.WORK_POSITION)) profile.workPosition = read.text(properties.WORK_POSITION);
  if (read.present(properties.EMAIL)) profile.email = read.text(properties.EMAIL);
  if (read.present(properties.PERSONAL_BIRTHDAY)) profile.birthday = read.text(properties.PERSONAL_BIRTHDAY);
  if (read.present(properties.PERSONAL_WWW)) profile.website = read.text(properties.PERSONAL_WWW);
  const gender = read.text(properties.PERSONAL_GENDER);
  if (gender === 'M' || gender === 'F') profile.gender = gender;
  const color = colours.fromV1(read.text(properties.COLOR));
  if (color) profile.color = color;
  const photo = read.text(properties.PERSONAL_PHOTO);
  if (image.isImage(photo)) profile.avatar = image.address(call.state.address, photo);
  return profile;
}

function readHandlers(params: Params, required: boolean): Handlers {
  const common = read.text(params.EVENT_HANDLER);
  const found: Handlers = {};
  for (const [key, event, needed] of HANDLERS) {
    const url = common === '' ? read.text(params[key]) : common;
    if (url === '' && required && needed) {
      throw new Failure(`${key}_ERROR`, `Handler for "${event}" event isn't specified`, 400);
    }
    if (url === '') continue;
    if (!handlerUrl(url)) throw new Failure(`${key}_ERROR`, 'Wrong handler URL', 400);
    found[key] = url;
  }
  return found;
}

function update(call: MethodCall): true {
  owner(call);
  const { params, state } = call;
  if (read.int(params.BOT_ID) <= 0) throw v1Failure('botNotFound');
  const fields = read.record(params.FIELDS) ?? {};
  const properties = read.record(fields.PROPERTIES) ?? {};
  const code = read.text(fields.CODE);
  const hasHandler = ['EVENT_HANDLER', ...HANDLERS.map(([key]) => key)].some((key) => read.truthy(fields[key]));
  if (code === '' && !hasHandler && Object.keys(properties).length === 0) throw v1Failure('nothingToUpdate');
  const target = bot(call);
  refuseFetchMode(call, target);
  const handlers = readHandlers(fields, false);
  const bothEmpty = read.text(properties.NAME) === '' && read.text(properties.LAST_NAME) === '';
  if (read.present(properties.NAME) && read.present(properties.LAST_NAME) && bothEmpty) throw v1Failure('name');
  if (code !== '' && (bots.byCode(state, code) ?? target) !== target) throw v1Failure('botNotUpdated');

  if (code !== '') target.code = code;
  target.handlers = { ...target.handlers, ...handlers };
  const user = state.users.get(target.id);
  if (user) Object.assign(user, readProfile(call, properties));
  return true;
}

function unregister(call: MethodCall): true {
  owner(call);
  if (read.int(call.params.BOT_ID) <= 0) throw v1Failure('botNotFound');
  const target: Bot = bot(call);
  call.emit.botDeleted(target, call.caller.userId);
  bots.remove(call.state, target);
  return true;
}

/** [seen] every bot of the portal, not the caller's own. */
function list({ state }: MethodCall): unknown {
  const entries = [...state.bots.values()].map((one) => {
    const user = state.users.get(one.id);
    const NAME = user ? bots.fullName(user) : '';
    return [String(one.id), { ID: one.id, NAME, CODE: one.code, OPENLINE: one.openline ? 'Y' : 'N' }] as const;
  });
  return entries.length > 0 ? Object.fromEntries(entries) : [];
}
