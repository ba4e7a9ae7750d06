import type { PhpNode } from './loadPhp';
import type { PhpHead, PhpWritten } from './phpHeads';
import { calleeName, childOf, childrenOf, lastName, type PhpProgram } from './phpProgram';

/**
 * Where code looks at an address rather than ask it: compares its host, cuts it up, makes a key of it; and where it goes on
 * otherwise than to `/rest/`, if only the portal is written there.
 */
export function phpLookedAt(program: PhpProgram, place: PhpWritten, heads: readonly PhpHead[]): PhpNode[] {
  const { file, start, end } = place;
  const own = heads.filter((one) => one.kind === 'written' && one.file === file && one.start === start);
  const asked = new Set(own.flatMap(({ trail }) => trail));
  const isWhole = /^\/rest\b/i.test(file.text.slice(end));
  const found: PhpNode[] = [];
  for (const node of asked) {
    const name = lastName(node);
    const its = program.where.get(node);
    for (const other of program.asked.get(name) ?? []) {
      if (familyOf(other) !== familyOf(node) || (asked.has(other) && !isLooked(program, other))) continue;
      if (node.kind === 'variable' && program.where.get(other)?.within !== its?.within) continue;
      if (isLooked(program, other) || (!isWhole && !asked.has(other) && !isHarmless(program, other))) found.push(other);
    }
  }
  return [...new Set(found)];
}

function familyOf({ kind }: PhpNode): string {
  return /propertylookup$/.test(kind) ? 'property' : kind;
}

const LOOKS =
  /^(?:parse_url|str(?:i?pos|r?i?str|n?c(?:ase)?cmp|_contains|_starts_with|_ends_with|_replace)|substr\w*|preg_\w+|explode|md5|sha1|hash\w*|crc32|in_array|array_search|array_key_exists)$/i;

function isLooked(program: PhpProgram, node: PhpNode): boolean {
  const place = program.where.get(node);
  const parent = place?.parent;
  if (!place || !parent) return false;
  if (parent.kind === 'bin') {
    if (!/^(?:[!=]==?|<>|<=>)$/.test(String(parent['type']))) return false;
    const other = childOf(parent, place.key === 'left' ? 'right' : 'left');
    return (
      !/^(?:boolean|nullkeyword|number)$/.test(other?.kind ?? '') &&
      !(other?.kind === 'string' && other['value'] === '')
    );
  }
  if (parent.kind === 'switch' && place.key === 'test') return true;
  if (parent.kind !== 'call' || place.key !== 'arguments') return false;
  const callee = calleeName(program, parent);
  if (/^[rl]?trim$/i.test(callee)) return isLooked(program, parent);
  if (!LOOKS.test(callee)) return false;
  const texts = childrenOf(parent, 'arguments').filter(({ kind }) => kind === 'string');
  // Whether there is a query already is no question about the portal.
  return texts.length === 0 || texts.some((text) => /[a-z.]/i.test(String(text['value'])));
}

/** Is it only asked whether there is one, or is it put, or written into a log? */
function isHarmless(program: PhpProgram, node: PhpNode): boolean {
  const place = program.where.get(node);
  const parent = place?.parent;
  if (!place || !parent) return true;
  if (/^(?:isset|empty|unary|if|global|static|staticvariable|closure|unset)$/.test(parent.kind)) return true;
  if (/^assign/.test(parent.kind) && place.key === 'left') return true;
  // `self::HOOK` asks for what is in it: the class is none of it.
  if (/lookup$/.test(parent.kind) && place.key === 'what') return true;
  return parent.kind === 'call' && /^(?:error_log|defined|strlen)$/i.test(lastName(childOf(parent, 'what')));
}
