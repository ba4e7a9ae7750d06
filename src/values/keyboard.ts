import { indexed } from './indexed';
import { isEmpty } from './isEmpty';
import { json } from './json';

/** KEYBOARD of a new message: `{BOT_ID, BUTTONS}` with flat buttons. An empty keyboard is left out. */
export function keyboard(value: unknown, botId: unknown): unknown {
  const parsed = indexed(json(value));
  if (isEmpty(parsed)) return undefined;
  const buttons = Array.isArray(parsed) ? parsed : buttonsOf(parsed);
  if (buttons === undefined) return parsed;
  return buttons.length === 0 ? undefined : { BOT_ID: botId, BUTTONS: flattenRows(buttons) };
}

function buttonsOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const buttons = indexed(json(Object.hasOwn(value, 'BUTTONS') ? Reflect.get(value, 'BUTTONS') : undefined));
  return Array.isArray(buttons) ? buttons : undefined;
}

/** v2 refuses nested rows; v1 took them. A NEWLINE button stands where a row ended. */
function flattenRows(given: readonly unknown[]): readonly unknown[] {
  const buttons = given.map(indexed);
  if (!buttons.some(Array.isArray)) return buttons;
  const flat: unknown[] = [];
  buttons.forEach((button, index) => {
    if (index > 0 && (Array.isArray(button) || Array.isArray(buttons[index - 1]))) flat.push({ TYPE: 'NEWLINE' });
    if (Array.isArray(button)) flat.push(...button);
    else flat.push(button);
  });
  return flat;
}
