const PUTS =
  /(?:[.[]\s*['"`]?|(?<![\w$.])(?<!\b(?:const|let|var)\s+))(?:\$?fetch|XMLHttpRequest|BX24|callMethod|callBatch|ajax\w*|send|open|stringify|toString|json|request|\$)['"`]?\s*\]?\s*(?:\?\?|\|\||&&)?=(?![=>])/;

const NAMES =
  /['"`]\$?fetch['"`]|\bsetGlobalDispatcher\b|\bajax(?:Setup|Prefilter|Transport)\b|\baxios\s*\.\s*(?:defaults|interceptors)\b|\((?:\s*[^()\n]{0,60},)?\s*(?:globalThis|global|window|self)\s*[,)]|\.prototype\b[^\n]{0,40}['"`](?:send|open|json)['"`]/;

/** One of them stands in each such file; most files end here. */
const WORDS = [
  'fetch',
  'XMLHttpRequest',
  'BX24',
  'ajax',
  'axios',
  'http',
  'JSON.stringify',
  'globalThis',
  'window',
  'global',
  'self',
  'setGlobalDispatcher',
];

/** May a file change what all files share, by its text? */
export function mayShare(text: string): boolean {
  return WORDS.some((word) => text.includes(word)) && (PUTS.test(text) || NAMES.test(text));
}
