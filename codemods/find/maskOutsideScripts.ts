const PAGES = /\.(?:html?|vue|svelte|php)$/i;
/** A script inside of a comment of the page does not run. */
const SCRIPT = /<!--[\s\S]*?(?:-->|$)|(<script\b(?:"[^"]*"|'[^']*'|[^>"'])*>)([\s\S]*?)<\/script\s*>/gi;
/** Short tags have to be closed: `'<? '` may be a text of the script. */
const PHP = /<\?(?:php\b|=)[\s\S]*?(?:\?>|$)|<\?\s[\s\S]*?\?>/g;
const NOT_CODE =
  /\btype\s*=\s*["']?(?!module\b|text\/(?:java|ecma|type)script|application\/(?:java|ecma)script|text\/babel)[^"'\s>]/i;

export interface MaskedText {
  /** As long as the file, line ends in place. */
  readonly text: string;
  readonly kind: 'js' | 'ts' | 'tsx';
}

/** Is this a page whose code stands in <script> blocks? */
export function isPage(path: string): boolean {
  return PAGES.test(path);
}

/** The text to parse: of a page only its scripts, everything else blank, so that offsets stay those of the file. */
export function maskOutsideScripts(path: string, text: string): MaskedText {
  if (!isPage(path)) return { text, kind: kindOf(path) };
  let masked = '';
  let end = 0;
  let kind: MaskedText['kind'] = 'js';
  for (const match of text.matchAll(SCRIPT)) {
    const [, tag, code = ''] = match;
    if (tag === undefined || NOT_CODE.test(tag)) continue;
    const start = match.index + tag.length;
    masked += blank(text.slice(end, start)) + code.replace(PHP, placeholder);
    end = start + code.length;
    const lang = /\blang\s*=\s*["']?(tsx?)/i.exec(tag)?.[1]?.toLowerCase();
    if (lang === 'tsx') kind = 'tsx';
    else if (lang === 'ts' && kind !== 'tsx') kind = 'ts';
  }
  return { text: masked + blank(text.slice(end)), kind };
}

function kindOf(path: string): MaskedText['kind'] {
  if (/\.tsx$/i.test(path)) return 'tsx';
  return /\.[mc]?ts$/i.test(path) ? 'ts' : 'js';
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** PHP inside a script stands where a value stands, or within a string: one digit serves both. */
function placeholder(php: string): string {
  return `0${blank(php).slice(1)}`;
}
