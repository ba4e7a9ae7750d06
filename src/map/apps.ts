import type { MethodEntry } from './entry';

/** imbot.app.*: chat applications, which v2 does not have. */
export const apps: readonly MethodEntry[] = ['imbot.app.register', 'imbot.app.update', 'imbot.app.unregister'].map(
  (v1): MethodEntry => ({
    v1,
    family: 'apps',
    doc: 'chat-bots/outdated/index.md',
    v2: [],
    bot: 'none',
    params: {},
    anyParams: true,
    checks: [],
    route: () => ({ kind: 'none', loss: 'chat-app' }),
    answer: 'asIs',
    answerType: 'unknown',
    replay: v1 === 'imbot.app.register' ? 'never' : 'fixed',
    conditional: ['chat-app'],
  }),
);
