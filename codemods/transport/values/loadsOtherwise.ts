const OTHER_REQUIRE = /\bcreateRequire\b|=\s*(?:module\.)?require\s*(?:[;,)\n]|$)/;

/** `const load = createRequire(import.meta.url)`, `const load = require`: by the text, any function of the file may load. */
export function loadsOtherwise(text: string): boolean {
  return OTHER_REQUIRE.test(text);
}
