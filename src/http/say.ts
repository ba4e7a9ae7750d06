import { environment } from './environment';
import { redact, safeCode } from './redact';

/** One notice: an id from a table, a text without parameter values and secrets, and where to read on. */
export interface Notice {
  /** Which notice it is, `deprecated:imbot.message.add` for one. */
  readonly id: string;
  /** A sentence without parameter values and secrets. */
  readonly message: string;
  /** Section of MIGRATION.md. */
  readonly doc: string;
}

/** `false` or `'off'` silences; a function receives the notices instead of the process. */
export type Warnings = boolean | 'on' | 'off' | ((notice: Notice) => void);

interface Kind {
  readonly type: 'DeprecationWarning' | 'ImbotCompatWarning';
  /** What stands behind the colon of an id; `text` tells two notices apart and is never shown. */
  readonly subject?: 'method' | 'portal' | 'text';
}

const WARNING = 'ImbotCompatWarning';

/** Every notice of this package. A warning's code is made of these names and of a method's, never of an address or a text. */
const KINDS = {
  deprecated: { type: 'DeprecationWarning', subject: 'method' },
  misnamed: { type: WARNING, subject: 'method' },
  'unreadable-body': { type: WARNING, subject: 'method' },
  bridge: { type: WARNING, subject: 'portal' },
  'unseen-bot': { type: WARNING, subject: 'portal' },
  'unshown-bot': { type: WARNING, subject: 'portal' },
  'unasked-bots': { type: WARNING, subject: 'portal' },
  'portal-without-v2': { type: WARNING, subject: 'portal' },
  'wrap-layout': { type: WARNING, subject: 'text' },
  unheard: { type: WARNING, subject: 'text' },
  'events-adapter': { type: WARNING },
  'redis-limiter': { type: WARNING },
  'token-store': { type: WARNING, subject: 'portal' },
} satisfies Readonly<Record<string, Kind>>;

type NoticeKind = keyof typeof KINDS;
/** A kind, and what it is about. */
export type NoticeId = NoticeKind | `${NoticeKind}:${string}`;

/**
 * Gives a notice to `warnings`, else to `process.emitWarning` in Node and `console.warn` elsewhere. Every text is redacted
 * here; what a receiver throws is dropped, for no call may fail by a notice.
 */
export function say(warnings: Warnings | undefined, id: NoticeId, message: string, doc: string): void {
  if (warnings === false || warnings === 'off') return;
  if (environment('IMBOT_COMPAT_WARNINGS') === 'off') return;
  const { kind, subject } = partsOf(id);
  const { type } = KINDS[kind];
  const notice: Notice = { id: subject === '' ? kind : `${kind}:${subject}`, message: redact(message), doc };
  if (typeof warnings === 'function') {
    try {
      warnings(notice);
    } catch {
      // The receiver's own affair.
    }
    return;
  }
  const code = codeOf(kind, subject);
  const text = `${notice.message} See ${doc}`;
  if (typeof process !== 'undefined' && typeof process.emitWarning === 'function') {
    process.emitWarning(text, { type, code });
  } else console.warn(`${type} [${code}] ${text}`);
}

function partsOf(id: NoticeId): { kind: NoticeKind; subject: string } {
  const colon = id.indexOf(':');
  const name = colon < 0 ? id : id.slice(0, colon);
  const kind = isKind(name) ? name : 'wrap-layout';
  const about: Kind = KINDS[kind];
  const rest = colon < 0 || about.subject === undefined || about.subject === 'text' ? '' : id.slice(colon + 1);
  return { kind, subject: about.subject === 'method' ? safeCode(rest) : redact(rest) };
}

function isKind(name: string): name is NoticeKind {
  return Object.hasOwn(KINDS, name);
}

function codeOf(kind: NoticeKind, subject: string): string {
  const { subject: about }: Kind = KINDS[kind];
  const named = about === 'method' && METHOD.test(subject) ? `${kind}_${subject}` : kind;
  return `IMBOT_COMPAT_${named.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}`;
}

const METHOD = /^imbot(?:\.\w{1,40}){1,6}$/;
