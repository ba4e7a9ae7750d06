import { type Params, read } from '../read';
import type { Keyboard } from '../types';

/** What was sent as ATTACH, KEYBOARD or MENU, reduced to what is stored. `none` when nothing was sent. */
export type Content<T> = { state: 'none' } | { state: 'wrong' } | { state: 'ok'; value: T; size: number };

export const content = { attach, keyboard, menu };

/** Attachments come as blocks, as `{BLOCKS}` with ID and colours beside, or as JSON text of either. */
function attach(value: unknown): Content<unknown> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const plain = read.indexed(parsed);
  if (plain) return blocksOf(plain, {});
  const record = read.record(parsed);
  if (record && record.BLOCKS === undefined) return done({ BLOCKS: [record] });
  return blocksOf(read.indexed(record?.BLOCKS), record ?? {});
}

function blocksOf(blocks: readonly unknown[] | undefined, beside: Params): Content<unknown> {
  return blocks?.every((block) => read.record(block)) ? done({ ...beside, BLOCKS: blocks }) : { state: 'wrong' };
}

/** Buttons in one flat row list. `nested: false` (v2) refuses rows inside rows. */
function keyboard(value: unknown, botId: number, options: { nested: boolean; keepBotId: boolean }): Content<Keyboard> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const record = read.record(parsed);
  const rows = read.indexed(parsed) ?? read.indexed(record?.BUTTONS);
  if (!rows) return { state: 'wrong' };
  if (rows.length === 0) return { state: 'none' };
  if (rows.some(read.indexed) && !options.nested) return { state: 'wrong' };
  const buttons = flatten(rows);
  if (!buttons.every(isButton)) return { state: 'wrong' };
  const given = options.keepBotId ? read.int(record?.BOT_ID) : 0;
  return done({ BOT_ID: given > 0 ? given : botId, BUTTONS: buttons });
}

function menu(value: unknown): Content<unknown> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const record = read.record(parsed);
  const items = read.indexed(parsed) ?? read.indexed(record?.ITEMS);
  return items?.every(isButton) ? done(items) : { state: 'wrong' };
}

function done<T>(value: T): Content<T> {
  return { state: 'ok', value, size: JSON.stringify(value).length };
}

function parse(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return typeof parsed === 'object' ? parsed : value;
  } catch {
    return value;
  }
}

function flatten(rows: readonly unknown[]): unknown[] {
  return rows.flatMap((row, index) => {
    const inner = read.indexed(row);
    if (!inner) return [row];
    return index === rows.length - 1 ? inner : [...inner, { TYPE: 'NEWLINE' }];
  });
}

function isButton(value: unknown): boolean {
  const button = read.record(value);
  return button !== undefined && (button.TYPE === 'NEWLINE' || typeof button.TEXT === 'string');
}
