import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { Edit } from '../plan/site';

/** The library compares all lines with all others, which takes minutes for thousands of changes. */
const MANY = 100;
const CONTEXT = 3;

/**
 * A unified diff as git writes it.
 *
 * @param edits those that led from one text to the other, in order and in the offsets of the first
 */
export function diffOf(file: string, before: string, after: string, edits: readonly Edit[] = []): string {
  if (edits.length > MANY) return diffByEdits(file, before, after, edits);
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, {
    context: CONTEXT,
    headerOptions: FILE_HEADERS_ONLY,
  });
}

/** Lines that change, from 0; `end` is behind the last one. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

function diffByEdits(file: string, before: string, after: string, edits: readonly Edit[]): string {
  const old = linesOf(before);
  const blocks = blocksOf(before, after, old, edits);
  const parts = [`--- a/${file}\n+++ b/${file}\n`];
  let shift = 0;
  for (let at = 0; at < blocks.length; ) {
    const hunk = [blocks[at]].flatMap((block) => block ?? []);
    at += 1;
    for (let next = blocks[at]; next && next.start - (hunk.at(-1)?.end ?? 0) <= 2 * CONTEXT; next = blocks[at]) {
      hunk.push(next);
      at += 1;
    }
    const from = Math.max(0, (hunk[0]?.start ?? 0) - CONTEXT);
    const to = Math.min(old.length, (hunk.at(-1)?.end ?? 0) + CONTEXT);
    const grown = hunk.reduce((sum, { start, end, lines }) => sum + lines.length - (end - start), 0);
    parts.push(`@@ -${range(from, to - from)} +${range(from + shift, to - from + grown)} @@\n`);
    let line = from;
    for (const block of hunk) {
      parts.push(...old.slice(line, block.start).map((text) => shown(' ', text)));
      parts.push(...old.slice(block.start, block.end).map((text) => shown('-', text)));
      parts.push(...block.lines.map((text) => shown('+', text)));
      line = block.end;
    }
    parts.push(...old.slice(line, to).map((text) => shown(' ', text)));
    shift += grown;
  }
  return parts.join('');
}

/** Each run of lines that edits touch, with what stands there afterwards; lines that stay the same at its ends left out. */
function blocksOf(before: string, after: string, old: readonly string[], edits: readonly Edit[]): Block[] {
  const starts = [0];
  for (const line of old) starts.push((starts.at(-1) ?? 0) + line.length);
  const shifts = shiftedBy(after, edits);
  const blocks: Block[] = [];
  let line = 0;
  for (let at = 0; at < edits.length; ) {
    const first = edits[at];
    if (!first) break;
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= first.start && line < old.length - 1) line += 1;
    const start = line;
    let end = start + 1;
    const from = at;
    for (let edit = edits[at]; edit && (edit.start < (starts[end] ?? 0) || end === start); edit = edits[at]) {
      while (end < old.length && (starts[end] ?? 0) <= edit.end) end += 1;
      at += 1;
    }
    if (at === from) at += 1;
    const text = after.slice(
      (starts[start] ?? 0) + (shifts[from] ?? 0),
      (starts[end] ?? before.length) + (shifts[at] ?? 0),
    );
    blocks.push(trimmed({ start, end, lines: linesOf(text) }, old));
    line = Math.max(line, end - 1);
  }
  return blocks.filter(({ start, end, lines }) => end > start || lines.length > 0);
}

/** By how much the text before each edit has moved; line ends that were inserted as the file has them count as they are. */
function shiftedBy(after: string, edits: readonly Edit[]): number[] {
  const shifts = [0];
  let old = 0;
  let at = 0;
  for (const { start, end, text } of edits) {
    at += start - old;
    const length = insertedLength(after, at, text);
    at += length;
    old = end;
    shifts.push(at - old);
  }
  return shifts;
}

/** `\n` of an edit becomes `\r\n` in a file that writes it so. */
function insertedLength(after: string, at: number, text: string): number {
  if (after.startsWith(text, at)) return text.length;
  return text.replaceAll('\n', '\r\n').length;
}

function trimmed({ start, end, lines }: Block, old: readonly string[]): Block {
  let head = 0;
  while (head < lines.length && start + head < end && lines[head] === old[start + head]) head += 1;
  let tail = 0;
  while (tail < lines.length - head && end - tail > start + head && lines.at(-1 - tail) === old[end - 1 - tail])
    tail += 1;
  return { start: start + head, end: end - tail, lines: lines.slice(head, lines.length - tail) };
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function range(from: number, count: number): string {
  const first = count === 0 ? from : from + 1;
  return count === 1 ? String(first) : `${first},${count}`;
}

function shown(sign: string, line: string): string {
  return line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}
