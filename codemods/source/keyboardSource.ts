import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { hasIndex } from './hasIndex';
import { isPure } from './isPure';
import { propertyKey } from './literalValue';
import type { SourceRule, SourceWriter, WrittenSource } from './SourceRule';
import { textOf } from './textOf';
import { Unprovable } from './Unprovable';
import { unwrap } from './unwrap';

/** KEYBOARD: a flat list of buttons is wrapped in place, everything else goes through the rule at run time. */
export function keyboardSource(rule: 'keyboard' | 'keyboardUpdate'): SourceRule {
  return (node, writer) => {
    const s = syntax();
    // BOT_ID is there, but may not stand twice.
    if (writer.botId === undefined) throw new Unprovable('unproven-value');
    if (s.isArrayLiteralExpression(node)) {
      if (node.elements.length === 0) return empty(rule, writer);
      if (isFlat(node)) return wrapped(textOf(node, writer.tree), node, writer);
    }
    const buttons = onlyButtons(node);
    if (buttons) return wrapped(textOf(buttons, writer.tree), node, writer);
    return `${writer.helper(rule)}(${textOf(node, writer.tree)}, ${writer.botId})`;
  };
}

function empty(rule: 'keyboard' | 'keyboardUpdate', { quote }: SourceWriter): WrittenSource {
  return rule === 'keyboardUpdate' ? `${quote}N${quote}` : undefined;
}

function wrapped(buttons: string, node: ts.Node, { botId, tree }: SourceWriter): string {
  const lines = textOf(node, tree).includes('\n') && !buttons.includes('\n');
  return `{ BOT_ID: ${botId}, BUTTONS: ${lines ? buttons.trim() : buttons} }`;
}

/** Buttons that are objects by syntax: no rows, no spreads, nothing that may be empty. */
function isFlat(list: ts.ArrayLiteralExpression): boolean {
  return list.elements.every((element) => {
    const button = unwrap(element);
    return syntax().isObjectLiteralExpression(button) && !hasIndex(button);
  });
}

/** The list of `{ BUTTONS: [...] }`, where nothing but BOT_ID stands beside it. */
function onlyButtons(node: ts.Expression): ts.ArrayLiteralExpression | undefined {
  const s = syntax();
  if (!s.isObjectLiteralExpression(node)) return undefined;
  let list: ts.ArrayLiteralExpression | undefined;
  for (const property of node.properties) {
    if (!s.isPropertyAssignment(property)) return undefined;
    const key = propertyKey(property.name);
    const value = unwrap(property.initializer);
    if (key === 'BUTTONS' && s.isArrayLiteralExpression(value)) list = value;
    // The rule puts the bot of the call here, whatever stood.
    else if (key !== 'BOT_ID' || !isPure(value)) return undefined;
  }
  return list && list.elements.length > 0 && isFlat(list) ? list : undefined;
}
