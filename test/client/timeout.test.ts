import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPortal, type PortalServer } from '../../portal/index';
import { shared } from '../../src/engine/shared';
import { type Clock, createImbot, webhook } from '../../src/index';

const ADD = 'imbot.message.add';
let portal: ReturnType<typeof createPortal>;
let server: PortalServer;

beforeEach(async () => {
  shared().portals.clear();
  portal = createPortal();
  portal.addBot({ code: 'b', generation: 'v1', clientId: 'my_bot' });
  server = await portal.listen();
});
afterEach(() => server.close());

/** Time that passes when the test says so. */
function handClock() {
  let now = 0;
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    after(ms, then) {
      timers.set(then, now + ms);
      return () => timers.delete(then);
    },
  };
  return {
    clock,
    latest: () => Math.max(0, ...timers.values()),
    pass(ms: number) {
      now += ms;
      for (const [then, at] of [...timers]) if (at <= now && timers.delete(then)) then();
    },
  };
}

test('the timeout is for the whole call, the questions before it included', async () => {
  const hand = handClock();
  const imbot = createImbot({
    auth: webhook(server.webhookUrl(portal.webhook({ userId: 1 })), { clientId: 'my_bot' }),
    limits: false,
    warnings: false,
    timeout: 1000,
    clock: hand.clock,
  });
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  portal.fault({ kind: 'slow', times: 9, gate });
  const ended = imbot.call(ADD, { BOT_ID: 301, DIALOG_ID: '1', MESSAGE: 'x' }).catch((reason: unknown) => reason);
  const sent = (count: number) => vi.waitFor(() => expect(portal.requests).toHaveLength(count));
  // The question about the revision may have half of the time, so that there is some left for the call as v1.
  await sent(1);
  hand.pass(500);
  await sent(2);
  expect(portal.requests.at(-1)?.method).toBe(ADD);
  expect(hand.latest()).toBe(1000);
  hand.pass(500);
  expect(await ended).toMatchObject({ code: 'TIMEOUT', outcome: 'unknown', method: ADD });
  open();
  await imbot.close();
});
