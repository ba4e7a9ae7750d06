/** May a file call a function of that name, by its text: by the name itself, or by one that an import gives it? */
export function mayCall(text: string, name: string): boolean {
  const names = new Set([name]);
  for (const [, clause = ''] of text.matchAll(IMPORTS)) {
    // `a as b`, `a: b`, and what a default is called.
    for (const [, other = ''] of clause.matchAll(/(?:\bas\b|:)\s*([\w$]+)/g)) names.add(other);
    const whole = /^\s*([\w$]+)/.exec(clause)?.[1];
    if (whole !== undefined) names.add(whole);
  }
  const any = [...names].map((one) => one.replace(/\$/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\w$])(?:${any})\\s*(?:[(<!?\`)]|as\\b|satisfies\\b)`).test(text);
}

const IMPORTS =
  /\b(?:import|const|let|var)\s+([^'"()=;]*?)\s*(?:from\s*['"]|=\s*(?:await\s+)?(?:require|import)\s*\()/g;
