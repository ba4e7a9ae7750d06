import type { ts } from 'ts-morph';

/** `emit` of `this.bus.emit`; empty where an expression ends with no name. */
export function endName(node: ts.Expression): string {
  return /[\w$]*$/.exec(node.getText())?.[0] ?? '';
}
