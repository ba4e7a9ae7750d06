import type { ts } from 'ts-morph';
import { calleeKind } from './calleeKind';

/** Quotes may be entities of HTML, or escaped. */
const QUOTE = String.raw`\\*(?:['"\`]|&quot;|&apos;|&#0?3[49];|&#x2[27];)`;
/** What a name may stand behind in an address of the REST API: `/rest/1/x/`, `${hook}/`. */
const ADDRESS = String.raw`[^\s'"\`<>]*(?:/rest/(?:[^\s'"\`<>]*/)?|\\*\$\{[^{}]*\}/?)`;
/** How a call, or a command `{ method: … }`, looks right before the name. */
const CALL = new RegExp(
  String.raw`([\w$.\])]+)\s*(?:\?\.)?\(\s*(?:\[\s*)?(?:[\w$.]+\s*\+\s*)?${QUOTE}(?:${ADDRESS})?$`,
);
const COMMAND = new RegExp(
  String.raw`\b(?:(?:method|event)\\*['"]?\s*:\s*${QUOTE}|url\\*['"]?\s*:\s*(?:[\w$.]+\s*\+\s*)?${QUOTE}(?:${ADDRESS})?)$`,
);
/** `<form action="https://…/rest/1/x/`, which calls without a script. */
const LINK = /\s(?:href|src|action|formaction|hx-[a-z]+)\s*=\s*["']?[^\s"'<>]*\/rest\/(?:[^\s"'<>]*\/)?$/i;
const NEAR = 200;

/** Is the name at an offset of a page called in an attribute, or in the braces of a component's template? */
export function liveCall(path: string, text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - NEAR), offset);
  if ((!isCalled(before) && !LINK.test(before)) || inComment(text, offset)) return false;
  return inTag(text, offset) || (/\.(?:vue|svelte)$/i.test(path) && inBraces(before));
}

/** Does a text hold a script that calls by the name at the offset? A line of a log says the same words, without a script. */
export function isScriptInText(literal: ts.Node, offset: number): boolean {
  const { text } = literal.getSourceFile();
  const start = literal.getStart();
  const before = text.slice(Math.max(start, offset - NEAR), offset);
  if (!isCalled(before)) return false;
  // What comes before may be in an earlier part of the same template.
  const whole = text.slice(Math.max(0, offset - 20_000), offset);
  const from = Math.max(whole.lastIndexOf('<script'), whole.lastIndexOf('javascript:'));
  const isScript = from >= 0 && !whole.slice(from).includes('</script');
  return isScript || /\bBX24\s*\.\s*call(?:Method|Batch)\s*\(/.test(text.slice(start, offset)) || inHandler(before);
}

function isCalled(before: string): boolean {
  const callee = CALL.exec(before)?.[1];
  if (callee === undefined) return COMMAND.test(before);
  return calleeKind(callee) === undefined;
}

/** `<a onclick="call('` */
function inHandler(before: string): boolean {
  return /<[a-z][^<>]*\son\w+\s*=\s*\\*["'][^"'<>]*$/i.test(before.replace(/\(\s*\\*['"`]$/, '('));
}

function inComment(text: string, offset: number): boolean {
  return text.lastIndexOf('<!--', offset) > text.lastIndexOf('-->', offset);
}

const FAR = 20_000;

/** Walks from the last tag that begins before the offset: quotes and braces of attributes may hold `>`. */
function inTag(text: string, offset: number): boolean {
  const near = text.slice(Math.max(0, offset - FAR), offset);
  for (const { index } of [...near.matchAll(/<[a-z][\w:.-]*(?=\s)/gi)].reverse().slice(0, 8)) {
    if (isOpen(near, index + 1)) return true;
  }
  return false;
}

function isOpen(text: string, from: number): boolean {
  let quote = '';
  let braces = 0;
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote !== '') {
      if (letter === quote) quote = '';
    } else if (letter === '{') braces += 1;
    else if (letter === '}') braces -= 1;
    else if (braces > 0) continue;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '>') return false;
  }
  return quote !== '' || braces > 0;
}

function inBraces(before: string): boolean {
  return before.lastIndexOf('{') > Math.max(before.lastIndexOf('}'), before.lastIndexOf('</'));
}
