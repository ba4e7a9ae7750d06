import { createPortal, type PortalOptions } from '../../portal/index';

export const CLIENT_ID = 'my_bot_token';

/** A portal with one bot of webhook auth in a chat, and a way to call it. */
export function seeded(options: PortalOptions = {}) {
  const portal = createPortal(options);
  const hook = portal.webhook();
  const bot = portal.addBot({ code: 'newbot', name: 'NewBot', clientId: CLIENT_ID, handler: 'https://b.example/h' });
  const chat = portal.addChat({ title: 'Team', owner: bot.id, users: [1, 2, 3] });
  return { portal, hook, bot, chat, call: caller(portal, hook.path) };
}

export interface Outcome {
  status: number;
  body: Record<string, unknown>;
  result: unknown;
  error: unknown;
}

export function caller(portal: ReturnType<typeof createPortal>, path: string) {
  return async (method: string, params: object = {}): Promise<Outcome> => {
    const answer = await portal.handle(
      new Request(`http://portal.test${path}${method}.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params),
      }),
    );
    const body: Record<string, unknown> = await answer.json();
    return { status: answer.status, body, result: body.result, error: body.error };
  };
}
