const PUTS =
  /(?:[.[]\s*['"`]?|(?<![\w$.])(?<!\b(?:const|let|var)\s+))(?:\$?fetch|XMLHttpRequest|BX24|callMethod|callBatch|ajax\w*|send|open|stringify|toString|toJSON|json|JSON|request|\$)['"`]?[\s\]})]*(?:\?\?|\|\||&&)?=(?![=>])/;

const NAMES =
  /['"`]\$?(?:fetch|toJSON)['"`]|\bsetGlobalDispatcher\b|\bajax(?:Setup|Prefilter|Transport)\b|\binterceptors\b|\bClientRequest\b|\baxios\b[^\n]{0,20}\bdefaults\b|\bdefaults\b[^\n]{0,60}\baxios\b|\baxios\.\w+\s*=(?![=>])|[[\s,]axios\s*\]|\([^()\n]{0,60}\b(?:axios|JSON|https?['"]?\)?)\s*[,)]|=\s*JSON\s*[;\n]|\b(?:globalThis|global|window|self)\s*\[\s*[\w$.]+\s*\]\s*=(?!=)|\((?:\s*[^()\n]{0,60},)?\s*(?:globalThis|global|window|self)\s*[,)]|\.prototype\b[^\n]{0,40}['"`](?:send|open|json)['"`]|\b(?:superagent|got|ky|needle|request|undici|b24jssdk)\b[^\n]{0,20}['"`]|=\s*(?:globalThis|global|window|self)\s*[;,\n]|\bassign\w*\([^;]{0,80}\bfetch\b|\bOutgoingMessage\b|\bglobalAgent\b|\bAgent\.prototype\b|\boverrideProvider\b/;

/** What every transport is built of. */
const BUILT_IN =
  /\b(?:(?:URLSearchParams|FormData|Headers|Array|String|Promise|Function)\s*\.\s*prototype|prototype\b[^\n]{0,20}=\s*(?:URLSearchParams|FormData|Headers|Array|String|Promise|Function)\b|Object\s*\.\s*(?:entries|keys|values|assign|fromEntries)\s*=(?![=>])|(?:globalThis|global|window|self)\s*\.\s*(?:URLSearchParams|FormData|Headers|encodeURIComponent|Request|Promise|Object|Array|String|Function)\s*=(?![=>])|Promise\s*\.\s*(?:resolve|all|race)\s*=(?![=>])|Array\s*\.\s*(?:from|isArray)\s*=(?![=>]))|\(\s*(?:Object|Array|Promise)\s*,|['"`](?:URLSearchParams|FormData|Headers|encodeURIComponent)['"`]/;

/** One of them stands in each such file; most files end here. */
const WORDS = [
  'fetch',
  'XMLHttpRequest',
  'BX24',
  'ajax',
  'axios',
  'http',
  'JSON',
  'Response.prototype',
  'interceptors',
  'globalThis',
  'window',
  'global',
  'self',
  'setGlobalDispatcher',
  'superagent',
  'got',
  'ky',
  'needle',
  'request',
  'undici',
  'b24jssdk',
  'OutgoingMessage',
  'globalAgent',
  'prototype',
  'Object.',
  'overrideProvider',
];

/** May a file change what all files share, by its text? */
export function mayShare(text: string): boolean {
  return WORDS.some((word) => text.includes(word)) && (PUTS.test(text) || NAMES.test(text) || BUILT_IN.test(text));
}
