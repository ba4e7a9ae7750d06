import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { bySeverity, reason } from '../report/reasons';
import type { Edit, Site, SiteOutcome, SourceText } from './site';

const MARKER = /^[ \t]*\/\/ imbot-v2-todo\(([\w-]+)\): .*(?:\r\n|\n|\r|$)/gm;

export interface LeftSite {
  readonly site: Site;
  readonly outcome: SiteOutcome;
}

/**
 * Edits that leave exactly one `// imbot-v2-todo(<reason>): …` above each statement with a site that stays, and take away
 * those of solved ones. Without `place` only the latter.
 */
export function todoEdits(file: SourceText, left: readonly LeftSite[], place: boolean): Edit[] {
  const wanted = new Map<number, LeftSite>();
  for (const entry of left) {
    const line = lineOfStatement(file.text, entry.site.shape?.literal ?? entry.site.node);
    if (line !== undefined && !wanted.has(line)) wanted.set(line, entry);
  }
  const edits: Edit[] = [];
  const marked = new Set<number>();
  for (const match of file.text.matchAll(MARKER)) {
    const start = match.index;
    const end = start + match[0].length;
    const line = afterMarkers(file.text, end);
    const entry = wanted.get(line);
    if (entry && !marked.has(line)) {
      const text = markerFor(entry, file.text, line);
      if (place && text !== undefined && !text.startsWith(match[0].replace(/[\r\n]+$/, '')))
        edits.push({ start, end, text });
      marked.add(line);
    } else edits.push({ start, end, text: '' });
  }
  if (!place) return edits;
  for (const [line, entry] of wanted) {
    const text = marked.has(line) ? undefined : markerFor(entry, file.text, line);
    if (text !== undefined) edits.push({ start: line, end: line, text });
  }
  return edits;
}

/** Do the bytes hold a marker that may have been solved? */
export function mayHoldTodo(bytes: Buffer): boolean {
  return bytes.includes('imbot-v2-todo(');
}

function markerFor({ outcome }: LeftSite, text: string, line: number): string | undefined {
  const [worst] = bySeverity(outcome.reasons);
  if (!worst) return undefined;
  const indent = /^[ \t]*/.exec(text.slice(line, line + 200))?.[0] ?? '';
  return `${indent}// imbot-v2-todo(${worst}): ${reason(worst).advice}\n`;
}

const NEXT_MARKER = /[ \t]*\/\/ imbot-v2-todo\([\w-]+\): .*(?:\r\n|\n|\r)/y;

function afterMarkers(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    NEXT_MARKER.lastIndex = at;
    const next = NEXT_MARKER.exec(text);
    if (!next) return at;
    at += next[0].length;
  }
}

/** Start of the line on which the site's statement begins, where the statement is the first thing on it. */
function lineOfStatement(text: string, node: ts.Node | undefined): number | undefined {
  const { isStatement, isBlock } = syntax();
  for (let at = node; at; at = at.parent) {
    if (!isStatement(at) || isBlock(at)) continue;
    const start = at.getStart();
    const line = lineStart(text, start);
    if (/^\ufeff?[ \t]*$/.test(text.slice(line, start)) && !insideTemplate(at))
      return aboveDirectives(text, line === 0 && text.startsWith('\ufeff') ? 1 : line);
  }
  return undefined;
}

/** Comments that speak of the line below them: a marker between the two would take their word away. */
const DIRECTIVE =
  /^[ \t]*(?:\/\/|\/\*)[ \t]*(?:(?:eslint|tslint|oxlint|stylelint|standard|jshint|jslint)[-:](?:disable-|ignore-)?next-line|(?:tslint:)?disable-next-line|biome-ignore|rome-ignore|prettier-ignore|dprint-ignore|deno-(?:lint|fmt|coverage)-ignore|@ts-(?:ignore|expect-error)|\$Flow(?:FixMe|Issue|ExpectedError|Ignore)|istanbul ignore|[cv]8 ignore|node:coverage ignore|Stryker (?:disable|restore) next-line|cspell:disable-next-line|spell-checker:disable-next-line|noinspection|NOLINTNEXTLINE|NOSONAR|webpack\w+:|@vite-ignore)/i;

/** The line of a statement, or of the first of the directives right above it. */
function aboveDirectives(text: string, line: number): number {
  let at = line;
  while (at > 0) {
    const end = text[at - 1] === '\n' && text[at - 2] === '\r' ? at - 2 : at - 1;
    const above = lineStart(text, end);
    if (!DIRECTIVE.test(text.slice(above, end).replace(/^\ufeff/, ''))) return at;
    at = above;
  }
  return at === 0 && text.startsWith('\ufeff') ? 1 : at;
}

/** Where the line of an offset begins. */
function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at -= 1;
  return at;
}

/** A line of its own within a template literal would be text. */
function insideTemplate(node: ts.Node): boolean {
  const { isTemplateSpan, isFunctionLike } = syntax();
  for (let at = node.parent; at; at = at.parent) {
    if (isTemplateSpan(at)) return node.getStart() - at.getStart() < 2;
    if (isFunctionLike(at)) return false;
  }
  return false;
}
