import type { Facts } from './types';

/** An empty memory of one portal. */
export function createFacts(): Facts {
  return {
    defaultBot: new Map(),
    botOfCommand: new Map(),
    commandOfName: new Map(),
    dialogOfMessage: new Map(),
    handlerOf: new Map(),
  };
}

const MOST_MESSAGES = 10_000;

/** Remembers the dialog of a message; the oldest go first. */
export function rememberDialog(facts: Facts, messageId: number, dialogId: string): void {
  facts.dialogOfMessage.delete(messageId);
  facts.dialogOfMessage.set(messageId, dialogId);
  if (facts.dialogOfMessage.size <= MOST_MESSAGES) return;
  const oldest = facts.dialogOfMessage.keys().next();
  if (!oldest.done) facts.dialogOfMessage.delete(oldest.value);
}
