import { isFields } from '../values/structures';
import type { DecodedEvent, EventClient, Fields } from './types';

/**
 * A polled event with what old handlers lived on: the client’s current access token, and the names of the portal, where v1 put
 * them. The queue of v2 tells none of it. A refresh token is never among it, whatever the client says.
 */
export async function withClientAuth(event: DecodedEvent, imbot: EventClient): Promise<DecodedEvent> {
  if (imbot.eventAuth === undefined || event.auth !== undefined || event.problem !== undefined) return event;
  const { refresh_token: _never, ...auth }: Fields = await imbot.eventAuth();
  if (Object.keys(auth).length === 0) return event;
  const { bot } = event.data;
  const data = isFields(bot) ? { ...event.data, bot: { ...bot, auth } } : event.data;
  return { ...event, auth, data };
}
