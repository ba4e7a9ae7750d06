import type { MethodSpec } from './entry';
import { none } from './routes';

/** imbot.app.*: chat applications, which v2 does not have. */
export const apps: readonly MethodSpec[] = ['imbot.app.register', 'imbot.app.update', 'imbot.app.unregister'].map(
  (v1): MethodSpec => ({
    v1,
    family: 'apps',
    doc: 'chat-bots/outdated/index.md',
    bot: 'none',
    params: {},
    anyParams: true,
    checks: [],
    route: none('chat-app'),
    answer: 'asIs',
    replay: v1 === 'imbot.app.register' ? 'never' : 'fixed',
  }),
);
