import type { SourceText } from '../plan/site';
import { attached } from '../source/attached';

/** May a file call a function of that name, by its text: by the name itself, or by one that an import gives it? */
export function mayCall(file: SourceText, name: string): boolean {
  const any = [name, ...otherNames(file)].map((one) => one.replace(/\$/g, '\\$&')).join('|');
  return new RegExp(`(?<![\\w$])(?:${any})\\s*(?:[(<!?\`)]|as\\b|satisfies\\b)`).test(file.text);
}

const others = attached<SourceText, readonly string[]>();

/** What imports call something otherwise. Every function that a file may call asks for them. */
function otherNames(file: SourceText): readonly string[] {
  const known = others.get(file);
  if (known) return known;
  const names = new Set<string>();
  for (const [, clause = ''] of file.text.matchAll(IMPORTS)) {
    // `a as b`, `a: b`, and what a default is called.
    for (const [, other = ''] of clause.matchAll(/(?:\bas\b|:)\s*([\w$]+)/g)) names.add(other);
    const whole = /^\s*([\w$]+)/.exec(clause)?.[1];
    if (whole !== undefined) names.add(whole);
  }
  const found = [...names];
  others.set(file, found);
  return found;
}

const IMPORTS =
  /\b(?:import|const|let|var)\s+([^'"()=;]*?)\s*(?:from\s*['"]|=\s*(?:await\s+)?(?:require|import)\s*\()/g;
