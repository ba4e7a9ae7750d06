import { afterEach, beforeEach, vi } from 'vitest';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

export type Wild = Record<string, unknown>;

export interface Came {
  readonly status: number;
  readonly body: Wild;
}

const headers = { 'content-type': 'application/json' };

/** A portal with a webhook for each test of a file, and what is said to it. */
export function hookScene() {
  const here: { scene?: Scene } = {};
  const now = (): Scene => {
    if (here.scene === undefined) throw new Error('no test runs');
    return here.scene;
  };
  beforeEach(async () => {
    here.scene = await setScene('webhook');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await now().server.close();
  });
  return {
    now,
    /** Another one in place of it, for the next cell of a test. */
    async anew(): Promise<void> {
      await now().server.close();
      here.scene = await setScene('webhook');
    },
    async post(method: string, params: Wild): Promise<Came> {
      const response = await fetch(now().hook + method, { method: 'POST', headers, body: JSON.stringify(params) });
      return { status: response.status, body: await response.json() };
    },
    message: (more: Wild = {}): Wild => ({
      CLIENT_ID: CLIENT,
      BOT_ID: now().botId,
      DIALOG_ID: `chat${now().chatId}`,
      MESSAGE: 'Hi',
      ...more,
    }),
  };
}
