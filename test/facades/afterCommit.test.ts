import { beforeEach, describe, expect, it } from 'vitest';
import { shared } from '../../src/engine/shared';
import { share } from '../sample';
import { afterCommit } from '../walk/afterCommit';
import { FACADES } from './all';
import { setScene } from './scenario';
import { identityOf } from './transports';

/** Codes that send a refused call the other way, and that prove nothing beside a 5xx. */
const CODES = [
  'BOT_NOT_FOUND',
  'BOT_OWNERSHIP_ERROR',
  'BOT_TOKEN_NOT_SPECIFIED',
  'CLIENT_ID_NOT_SPECIFIED',
  'insufficient_scope',
  'ERROR_METHOD_NOT_FOUND',
];
const STATUSES = [500, 502, 503];
/** By code, then by status: every third has each code with one status, and each facade begins at another. */
const PAIRS = CODES.flatMap((code, nth) =>
  STATUSES.map((_one, index) => ({ code, status: STATUSES[(nth + index) % 3] ?? 500 })),
);

beforeEach(() => shared().portals.clear());

/**
 * Every facade × mode × code, and with IMBOT_FULL × status, once for a bot's first v2 call and once without BOT_ID. Without it
 * each facade meets a third of them, other statuses in either mode.
 */
describe.each(FACADES.map((one, turn) => [...one, turn] as const))('%s', (_name, { who, make }, turn) => {
  it.each(['auto', 'v2'] as const)('%s: a failure after the commit is sent once, whatever its code', async (mode) => {
    for (const { code, status } of share(PAIRS, 3, { turn: mode === 'v2' ? turn + 1 : turn })) {
      const replaced = { method: /^imbot\.v2\.Chat\.Message\.send/, status, code };
      const scene = await setScene(who, (handle) => afterCommit(handle, replaced));
      const subject = make(scene, { mode, warnings: false });
      const named = { ...identityOf(who), BOT_ID: scene.botId };
      for (const [count, identity] of [named, identityOf(who), named].entries()) {
        const params = { ...identity, DIALOG_ID: `chat${scene.chatId}`, MESSAGE: `number ${count}` };
        await subject.call('imbot.message.add', params).catch(() => {});
      }
      const texts = scene.portal.snapshot().messages.map(({ text }) => text);
      expect(texts, `${code} ${status}`).toEqual(['number 0', 'number 1', 'number 2']);
      await subject.close?.();
      await scene.server.close();
    }
  });
});
