import { createPortal } from 'imbot-compat/testing';
import { installApp } from './installApp.js';
import { listenOn } from './listenOn.js';
import { lunchTalk } from './lunchTalk.js';
import { transcript } from './transcript.js';

/** One moment for all runs of a process, so that their dates are equal; today's, so that tokens are fresh. */
const NOON = Date.now();

/**
 * Leads one bot through the talk on a portal of its own.
 * @param createBot gives the bot's request listener for a handler address
 * @param prepare is called once the bot has registered itself; what it answers is called after each step
 */
export async function playLunch(createBot, prepare = async () => async () => {}) {
  const portal = createPortal({ users: 1, now: () => NOON });
  portal.addUser({ name: 'Anna', lastName: 'Brandt' });
  portal.addUser({ name: 'Boris', lastName: 'Novak' });
  portal.addChat({ id: 50, title: 'Lunch', owner: 1, users: [2, 3] });
  const application = portal.application({ clientId: 'local.lunch', clientSecret: 'demo-secret' });
  const server = await portal.listen();

  let listener;
  const web = await listenOn((request, response) => listener(request, response));
  const handlerUrl = `${web.url}/bot`;
  listener = createBot(handlerUrl);
  try {
    await installApp(handlerUrl, application.tokens());
    const bot = portal.snapshot().bots[0]?.id;
    if (bot === undefined) throw new Error('the bot did not register itself');
    const afterStep = await prepare({ bot, application, handlerUrl });
    for (const step of lunchTalk) {
      step({ portal, bot });
      await portal.flush();
      await afterStep();
    }
    // The delivery part differs by design: it says through which API the bot was registered, and on which port it hears.
    const { delivery, ...state } = portal.snapshot();
    return { transcript: transcript(portal), state, delivery, requests: countsOf(portal.requests) };
  } finally {
    await web.close();
    await server.close();
  }
}

/** How often each method was called, by generation; a refused call counts too. */
function countsOf(requests) {
  const counts = { v1: {}, v2: {} };
  for (const { generation, method } of requests) {
    const group = counts[generation];
    if (group) group[method] = (group[method] ?? 0) + 1;
  }
  return counts;
}
