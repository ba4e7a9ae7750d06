import { read } from '../read';
import type { Keyboard } from '../types';

/** What was sent as ATTACH, KEYBOARD or MENU, reduced to what is stored. `none` when nothing was sent. */
export type Content<T> = { state: 'none' } | { state: 'wrong' } | { state: 'ok'; value: T; size: number };

export const content = { attach, keyboard, menu };

/** Attachments come as blocks, as `{BLOCKS}` with ID and colours beside, or as JSON text of either. */
function attach(value: unknown): Content<unknown> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const record = read.record(parsed);
  const blocks = Array.isArray(parsed) ? parsed : record?.BLOCKS;
  if (record && blocks === undefined) return done({ BLOCKS: [record] });
  if (!Array.isArray(blocks) || !blocks.every((block) => read.record(block))) return { state: 'wrong' };
  return done(record ? { ...record, BLOCKS: blocks } : { BLOCKS: blocks });
}

/** Buttons in one flat row list. `nested: false` (v2) refuses rows inside rows. */
function keyboard(value: unknown, botId: number, options: { nested: boolean; keepBotId: boolean }): Content<Keyboard> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const record = read.record(parsed);
  const rows = Array.isArray(parsed) ? parsed : record?.BUTTONS;
  if (!Array.isArray(rows)) return { state: 'wrong' };
  if (rows.length === 0) return { state: 'none' };
  if (rows.some(Array.isArray) && !options.nested) return { state: 'wrong' };
  const buttons = flatten(rows);
  if (!buttons.every(isButton)) return { state: 'wrong' };
  const given = options.keepBotId ? read.int(record?.BOT_ID) : 0;
  return done({ BOT_ID: given > 0 ? given : botId, BUTTONS: buttons });
}

function menu(value: unknown): Content<unknown> {
  const parsed = parse(value);
  if (!read.truthy(parsed)) return { state: 'none' };
  const record = read.record(parsed);
  const items = Array.isArray(parsed) ? parsed : record?.ITEMS;
  return Array.isArray(items) && items.every(isButton) ? done(items) : { state: 'wrong' };
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
    if (!Array.isArray(row)) return [row];
    const isLast = index === rows.length - 1;
    return isLast ? row : [...row, { TYPE: 'NEWLINE' }];
  });
}

function isButton(value: unknown): boolean {
  const button = read.record(value);
  return button !== undefined && (button.TYPE === 'NEWLINE' || typeof button.TEXT === 'string');
}
