import { isFields } from '../values/structures';
import type { DecodedEvent, Fields, V1Event } from './types';

/** What tells an event of one generation from another one, and is the same where it comes in the other generation too. */
export interface EventIdentity {
  readonly generation: 'v1' | 'v2';
  /** One for each bot that it is for. */
  readonly keys: readonly string[];
  /** It happens once: there is no second one with the same keys. Otherwise two alike follow each other, and pair one to one. */
  readonly isUnique: boolean;
  /** Unix seconds. */
  readonly at?: number;
}

/** The identity of an event, from the form of v1 that both have; undefined where nothing tells it. */
export function eventIdentity(decoded: DecodedEvent, v1: V1Event): EventIdentity | undefined {
  const params = isFields(v1.data['PARAMS']) ? v1.data['PARAMS'] : {};
  const portal = portalOfEvent(decoded);
  const told = (isUnique: boolean, keys: readonly unknown[][]): EventIdentity => ({
    generation: decoded.generation,
    isUnique,
    keys: keys.map((key) => JSON.stringify([v1.event, portal, ...key.map(String)])),
    ...(Number(v1.ts) > 0 ? { at: Number(v1.ts) } : {}),
  });
  const bots = entriesOf(v1.data['BOT']).map((entry) => entry['BOT_ID']);
  const { MESSAGE_ID: message, DIALOG_ID: dialog } = params;
  switch (v1.event) {
    case 'ONIMBOTMESSAGEADD':
    case 'ONIMBOTMESSAGEDELETE':
      return message === undefined ? undefined : told(true, forEach(bots, [message]));
    case 'ONIMBOTMESSAGEUPDATE':
      return message === undefined ? undefined : told(false, forEach(bots, [message, textOf(params)]));
    case 'ONIMBOTJOINCHAT':
      return dialog === undefined ? undefined : told(false, forEach(bots, [dialog, params['USER_ID']]));
    case 'ONIMCOMMANDADD':
      return commandsOf(v1, message, params['FROM_USER_ID'], told);
    case 'ONIMBOTDELETE':
      return v1.data['BOT_ID'] === undefined ? undefined : told(true, [[v1.data['BOT_ID']]]);
    default:
      return undefined;
  }
}

/** The address of the portal: clients of webhooks know it, and every delivery tells it. */
export function portalOfEvent({ auth }: DecodedEvent): string {
  return (
    [auth?.['domain'], auth?.['member_id']].find((name) => typeof name === 'string' && name !== '')?.toString() ?? ''
  );
}

/** The bots and commands of an event, whatever their ids. */
export function entriesOf(map: unknown): Fields[] {
  return isFields(map) ? Object.values(map).filter(isFields) : [];
}

function forEach(bots: readonly unknown[], rest: readonly unknown[]): unknown[][] {
  return bots.map((bot) => [bot, ...rest]);
}

/** A message invokes a command once; a button under a message may be pressed again. */
function commandsOf(
  v1: V1Event,
  message: unknown,
  from: unknown,
  told: (isUnique: boolean, keys: readonly unknown[][]) => EventIdentity,
): EventIdentity | undefined {
  const commands = entriesOf(v1.data['COMMAND']);
  if (commands.length === 0 || message === undefined) return undefined;
  const isTyped = commands.every(({ COMMAND_CONTEXT }) => COMMAND_CONTEXT === 'TEXTAREA');
  const keys = commands.map(({ BOT_ID, COMMAND_ID, COMMAND_CONTEXT, COMMAND_PARAMS }) => {
    const pressed = isTyped ? [] : [COMMAND_CONTEXT, COMMAND_PARAMS, from];
    return [BOT_ID, COMMAND_ID, message, ...pressed];
  });
  return told(isTyped, keys);
}

/** In group chats both generations tell the whole text beside the one without mentions. */
function textOf(params: Fields): unknown {
  return params['MESSAGE_ORIGINAL'] ?? params['MESSAGE'];
}
