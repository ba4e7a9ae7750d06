import { channel } from 'node:diagnostics_channel';

/**
 * What happens, for whoever listens through `node:diagnostics_channel`. Publish only behind `hasSubscribers`, so that nothing
 * is computed for nobody. No message holds parameters, addresses or secrets.
 *
 * | channel | message |
 * |---|---|
 * | `imbot-compat:call` | `{ method, as, portal, ok, code?, outcome?, status?, attempts, ms }` when a call ends |
 * | `imbot-compat:retry` | `{ method, as, portal, code, outcome, attempt, ms }` before a call is repeated |
 * | `imbot-compat:wait` | `{ method, as, portal, reason: 'limit' \| 'operating' }` when a call has to queue |
 * | `imbot-compat:renewal` | `{ portal, ok, code?, reused, ms }` when a renewal of the OAuth pair ends |
 */
export const channels = {
  call: channel('imbot-compat:call'),
  retry: channel('imbot-compat:retry'),
  wait: channel('imbot-compat:wait'),
  renewal: channel('imbot-compat:renewal'),
};
