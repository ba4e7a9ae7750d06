import { loadsOtherwise } from '../values/loadsOtherwise';

const IMPORTS = [
  /\bimport\s+([^'"()]*?)\s*from\s*['"][^'"\n]*['"]/g,
  /\b(?:const|let|var)\s+([^=;]*?)=\s*(?:await\s+)?(?:require|import)\s*\(\s*['"][^'"\n]*['"]\s*\)/g,
];

const ODD = /\binterceptors\b|\bdefaults\b|__define|\b(?:require|import)\s*\(/;

/**
 * Does a file only call what it imports, by its text? It changes nothing of it then, and need not be parsed. One that hands
 * on what it imports only has files behind it that may.
 */
export function onlyCalls(text: string): boolean {
  if (loadsOtherwise(text)) return false;
  const names = new Set<string>();
  let rest = text;
  for (const pattern of IMPORTS)
    rest = rest.replace(pattern, (_whole, clause: string) => {
      for (const [name] of clause.matchAll(/[\w$]+/g)) names.add(name);
      return '';
    });
  if (ODD.test(rest)) return false;
  names.delete('as');
  names.delete('type');
  if (names.size === 0) return true;
  const any = [...names].map((name) => name.replace(/\$/g, '\\$&')).join('|');
  if (new RegExp(`(?<![\\w$.])(?:${any})(?![\\w$])(?!\\s*(?:\\??\\.\\s*[\\w$]+\\s*){0,4}\\()`).test(rest)) return false;
  return !changesGiven(rest, any);
}

/** `settings().preview = …`, `const own = settings(); own.preview = …`: something is put into what a call gives. */
function changesGiven(text: string, any: string): boolean {
  if (new RegExp(`\\)\\s*${MEMBERS}${PUTS}`).test(text)) return true;
  const made = new RegExp(`\\b(?:const|let|var)\\s+([\\w$]+)\\s*=\\s*(?:await\\s+)?(?:${any})(?![\\w$])`, 'g');
  const names = [...text.matchAll(made)].map(([, name = '']) => name.replace(/\$/g, '\\$&'));
  if (names.length === 0) return false;
  const own = `(?<![\\w$.])(?:${names.join('|')})(?![\\w$])\\s*`;
  return new RegExp(`${own}${MEMBERS}${PUTS}|\\b(?:assign|defineProperty|defineProperties|set)\\(\\s*${own},`).test(
    text,
  );
}

const MEMBERS = '(?:\\??\\.\\s*[\\w$]+\\s*|\\[[^\\]\\n]*\\]\\s*){1,4}';
const PUTS = '(?:\\?\\?|\\|\\||&&)?=(?![=>])';
