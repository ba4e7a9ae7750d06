import type { MethodCall, MethodTable } from '../call';
import { colours } from '../colours';
import { dates } from '../dates';
import { Failure } from '../failure';
import { Page } from '../page';
import { type Params, read } from '../read';
import { bots } from '../rules/bots';
import type { User } from '../types';

/** `profile` needs no scope; the others stand in the scope `user`. */
export const profiles: MethodTable = { profile };
export const users: MethodTable = { 'user.current': current, 'user.get': get };
export const imUsers: MethodTable = { 'im.user.get': imGet };

function profile({ state, caller }: MethodCall): unknown {
  const user = state.users.get(caller.userId);
  if (!user?.active) return {};
  return {
    ID: String(user.id),
    ADMIN: true,
    NAME: user.name,
    LAST_NAME: user.lastName,
    PERSONAL_GENDER: user.gender,
    TIME_ZONE: '',
  };
}

function current({ state, caller }: MethodCall): unknown {
  const user = state.users.get(caller.userId);
  return user ? view(user) : {};
}

function view(user: User): Record<string, unknown> {
  return {
    ID: String(user.id),
    ACTIVE: user.active,
    NAME: user.name,
    LAST_NAME: user.lastName,
    EMAIL: user.email,
    IS_ONLINE: 'Y',
    PERSONAL_GENDER: user.gender,
    PERSONAL_BIRTHDAY: user.birthday,
    PERSONAL_WWW: user.website,
    WORK_POSITION: user.workPosition,
    UF_DEPARTMENT: [1],
    USER_TYPE: user.extranet ? 'extranet' : 'employee',
  };
}

/** People only: bots are no employees. Filters by equality, `!`, `%`, and lists. */
function get({ params, state }: MethodCall): Page {
  const named: Params = Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toLowerCase(), value]));
  const filter = Object.entries(read.record(named.filter) ?? {});
  const sort = read.text(named.sort).toUpperCase();
  const found = [...state.users.values()]
    .filter((user) => !user.isBot)
    .map(view)
    .filter((user) => filter.every(([key, wanted]) => fits(user, key, wanted)))
    .sort((a, b) => (sort === '' || sort === 'ID' ? Number(a.ID) - Number(b.ID) : compare(a[sort], b[sort])));
  if (read.text(named.order).toUpperCase() === 'DESC') found.reverse();
  return new Page(found, Math.max(read.int(named.start), 0));
}

function compare(a: unknown, b: unknown): number {
  const [left, right] = [read.text(a), read.text(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}

function fits(user: Record<string, unknown>, key: string, wanted: unknown): boolean {
  const [, sign = '', name = ''] = /^([=!@%]*)(.*)$/.exec(key) ?? [];
  const value = textOf(user[name.toUpperCase()]);
  const given = (read.list(wanted) ?? [wanted]).map(textOf);
  const hit = sign.includes('%') ? given.some((text) => value.includes(text)) : given.includes(value);
  return sign.startsWith('!') ? !hit : hit;
}

/** Flags come as `true`, `1` or `Y`. */
function textOf(value: unknown): string {
  if (value === true || value === 'true' || value === 'Y') return '1';
  if (value === false || value === 'false' || value === 'N') return '';
  return read.text(value).toLowerCase();
}

function imGet({ params, state, caller }: MethodCall): unknown {
  const given = params.ID ?? params.id;
  const id = read.present(given) ? read.int(given) : caller.userId;
  if (id <= 0) throw new Failure('ID_EMPTY', "User ID can't be empty");
  const user = state.users.get(id);
  if (!user) throw new Failure('USER_NOT_EXISTS', 'User does not exist');
  const bot = state.bots.get(id);
  return {
    id: user.id,
    active: user.active,
    name: bots.fullName(user),
    first_name: user.name,
    last_name: user.lastName,
    work_position: user.workPosition,
    color: colours.hex(user.color),
    avatar: user.avatar,
    avatar_hr: user.avatar,
    gender: user.gender,
    birthday: user.birthday,
    extranet: user.extranet,
    network: user.externalAuthId === 'replica',
    bot: user.isBot,
    connector: user.connector,
    external_auth_id: user.externalAuthId,
    status: 'online',
    idle: false,
    last_activity_date: dates.iso(state.now()),
    mobile_last_date: false,
    desktop_last_date: false,
    absent: false,
    departments: user.isBot ? [] : [1],
    phones: false,
    website: user.website,
    email: user.email,
    bot_data: bot ? { code: bot.code, type: bot.type } : null,
    type: user.isBot ? 'bot' : 'user',
  };
}
