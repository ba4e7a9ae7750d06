import type { MentionKind } from '../plan/site';

/** Callees that speak about a method instead of calling it. */
const TALK: readonly (readonly [MentionKind, RegExp])[] = [
  ['log', /^(?:console|logger|log|winston|pino|debug|sentry)\b/i],
  ['log', /(?:^|\.)(?:this\.)?(?:_?log(?:ger)?|debug|info|warn(?:ing)?|error|trace|fatal|verbose|notice)$/i],
  ['log', /\.?(?:logger|log)\.\w+$/i],
  [
    'log',
    /\.(?:capture(?:Exception|Message)|addBreadcrumb|increment|inc|timing|observe|gauge|histogram|startSpan|setAttribute)$/,
  ],
  ['error', /(?:Error|Exception|Failure)$/],
  ['error', /^(?:invariant|fail|panic)$/],
  ['mock', /^(?:jest|vi|sinon|nock|msw|td|mock)\b/],
  ['mock', /\.(?:mock\w*|withArgs|calledWith\w*|reply|intercept|onCall)$/],
  ['mock', /^(?:it|test|describe|suite|context|specify|beforeEach|afterEach)(?:\.|$)/],
  ['comparison', /^(?:expect|assert|should)\b/],
  [
    'comparison',
    /\.(?:to(?:Be|Equal|StrictEqual|Contain|Match|HaveBeen\w+|Have\w+)|equals?|strictEqual|deepEqual|deepStrictEqual|not\w*Equal)$/,
  ],
  [
    'comparison',
    /\.(?:startsWith|endsWith|includes|indexOf|lastIndexOf|has|match|matchAll|search|test|localeCompare|split|replace(?:All)?)$/,
  ],
  ['text', /^(?:t|\$t|i18n(?:\.\w+)*|translate|formatMessage|gettext|__|require|import)$/],
  [
    'text',
    /\.(?:\$?t|translate|formatMessage|textContent|append(?:Child)?|write|writeln|insertAdjacentHTML|html|text)$/,
  ],
  ['key', /\.(?:set|delete|getItem|setItem|removeItem)$/],
  ['key', /(?:cache|map|store|registry|handlers?|config|settings|labels|mocks?)\.get$/i],
];

/** What a call by this callee makes of a method's name: a mention of that kind, or undefined for a real call. */
export function calleeKind(callee: string): MentionKind | undefined {
  const plain = callee.replace(/\?\./g, '.').replace(/!/g, '');
  return TALK.find(([, pattern]) => pattern.test(plain))?.[0];
}
