import { readFileSync } from 'node:fs';

/** The documents that people read, from the root of the repository. */
export const DOCUMENTS = [
  'README.md',
  'MIGRATION.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'examples/README.md',
] as const;

export function readRepository(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}

export interface CodeBlock {
  readonly file: string;
  /** Line of the first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** The fenced code blocks of a document. */
export function codeBlocks(file: string): CodeBlock[] {
  const text = readRepository(file);
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length + 1,
    language: match[1] ?? '',
    code: match[2] ?? '',
  }));
}

/** Every place in a document that a link can point to: headings as GitHub names them, and anchors written out. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  const bare = withoutCode(text);
  for (const [, heading] of bare.matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = slugOf(heading ?? '');
    let name = slug;
    for (let again = 1; anchors.has(name); again += 1) name = `${slug}-${again}`;
    anchors.add(name);
  }
  for (const [, id] of bare.matchAll(/<a id="([^"]+)">/g)) anchors.add(id ?? '');
  return anchors;
}

/** Anchors that are written out more than once. */
export function doubledAnchors(text: string): string[] {
  const ids = [...withoutCode(text).matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id ?? '');
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** The targets of the links of a document. */
export function linksOf(text: string): string[] {
  const bare = withoutCode(text).replace(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]]/g, ' '));
  return [...bare.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');
}
