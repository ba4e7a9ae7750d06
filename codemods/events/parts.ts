import type { ts } from 'ts-morph';

/** Which part of a v1 body an expression holds. All but the first stand for v2 `data` once it is moved. */
export type PartKind = 'body' | 'data' | 'params' | 'user' | 'bots' | 'commands' | 'bot' | 'command';

export interface Part {
  readonly kind: PartKind;
  readonly node: ts.Expression;
}

/** Where a part's fields stand in the table. */
export const OWNERS: Readonly<Record<Exclude<PartKind, 'body' | 'bots' | 'commands'>, string>> = {
  data: '',
  params: 'PARAMS.',
  user: 'USER.',
  bot: 'BOT.*.',
  command: 'COMMAND.*.',
};

export const PARTS: Readonly<Record<string, PartKind>> = {
  PARAMS: 'params',
  USER: 'user',
  BOT: 'bots',
  COMMAND: 'commands',
};
