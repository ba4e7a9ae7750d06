import type { Fields } from '../../src/events/types';
import { V2 } from '../../src/map/v2Names';
import { identity, type LivePortal, listIn, objectIn } from '../livePortal';
import type { CutoverState } from './cutoverState';

/** What a check after the move says; `ok: false` is not a failure of the move but something to look at. */
export interface MoveCheck {
  readonly ok: boolean;
  readonly what: string;
}

/**
 * Looks whether events arrive where they should. With a queue the test event is read, and taken out of it where nothing
 * else stands before it; a webhook's deliveries cannot be seen from here.
 */
export async function cutoverVerify(portal: LivePortal, state: CutoverState, mine: Fields): Promise<MoveCheck[]> {
  const botId = state.newBot ?? state.bot;
  const said = await portal.read(V2.botGet, { botId, ...mine });
  const mode = said.ok ? objectIn(said.result, 'bot')['eventMode'] : undefined;
  const isSet = mode === state.to.eventMode;
  const checks: MoveCheck[] = [{ ok: isSet, what: `bot ${botId} says event mode ${String(mode ?? 'nothing')}` }];
  if (state.to.eventMode === 'webhook') {
    const sign = state.testChat === undefined ? 'Write to it' : `Look for ONIMBOTV2JOINCHAT of chat ${state.testChat}`;
    checks.push({
      ok: true,
      what: `deliveries to an address cannot be seen from here. ${sign} in your handler's log.`,
    });
    return checks;
  }
  const queue = await portal.read(V2.eventGet, { botId, limit: 1000, ...mine });
  if (!queue.ok) return [...checks, { ok: false, what: `the queue does not open: ${queue.code} (${queue.text})` }];
  const events = listIn(queue.result, 'events');
  checks.push({ ok: true, what: `the queue opens; ${events.length} in it` });
  if (state.testChat === undefined) return checks;

  const place = events.findIndex((event) => isTest(event, state.testChat));
  if (place < 0) return [...checks, { ok: false, what: `no test event of chat ${state.testChat} is in the queue` }];
  checks.push({ ok: true, what: `the test event of chat ${state.testChat} is in the queue` });
  if (place === 0) {
    const offset = Number(events[0]?.['eventId']) + 1;
    await portal.change(V2.eventGet, { botId, offset, limit: 1, ...mine }, 'fixed');
    // Nobody will greet in the test chat any more.
    const dialogId = `chat${state.testChat}`;
    await portal.change(V2.chatLeave, { botId, dialogId, ...mine }, 'fixed');
    await portal.change(V2.chatLeave, { botId: state.bot, dialogId, ...identity(portal) }, 'fixed');
  }
  return checks;
}

function isTest(event: Fields, chat: number | undefined): boolean {
  return event['type'] === 'ONIMBOTV2JOINCHAT' && objectIn(event, 'data')['dialogId'] === `chat${chat}`;
}
