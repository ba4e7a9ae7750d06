import type { Tree } from '../workspace';

/** A program that stands for a kind, and what becomes of it. */
export interface Program {
  readonly files: Tree;
  /** How many of its calls go under the facade; the others stay for the reasons given. */
  readonly adopted: number;
  readonly reasons?: readonly string[];
  /** What the files hold afterwards. */
  readonly holds?: readonly (string | RegExp)[];
  readonly lacks?: readonly (string | RegExp)[];
  /** The file that is run; `false`: it cannot run here. Default: bot.js. */
  readonly entry?: string | false;
  /** Calls that go out as v2 when it has run; default: at least one where anything is adopted. */
  readonly v2?: number;
}

export type Kind = Readonly<Record<string, Program>>;

/** A bot that says something through `call(method, params)`. */
export function saying(call: string, before = '', more = ''): string {
  return `${before}
export async function run(log) {
  for (const [text, chat] of [['One', 'chat5'], ['Two', 'chat999'], ['', 'chat5']]) {
    try {
      const answer = await ${call};
      log(JSON.stringify(answer, (key, value) => (/^(?:time|headers|config|request|duration)$/.test(key) ? undefined : value)));
    } catch (error) {
      log(String(error?.code ?? error?.message ?? error));
    }
  }
  ${more}
}
`;
}

export const OAUTH = "{ BOT_ID: 39, DIALOG_ID: chat, MESSAGE: text, URL_PREVIEW: 'N' }";
export const HOOKED = "{ BOT_ID: 40, CLIENT_ID: 'my_bot', DIALOG_ID: chat, MESSAGE: text, URL_PREVIEW: 'N' }";
/** Sent by a transport that puts CLIENT_ID in. */
export const BARE = "{ BOT_ID: 40, DIALOG_ID: chat, MESSAGE: text, URL_PREVIEW: 'N' }";
export const JSON_POST = "method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify";
