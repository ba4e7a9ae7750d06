import { attached } from '../source/attached';
import type { PhpNode } from './loadPhp';
import { childOf, lastName, type PhpClass, type PhpFunction, type PhpProgram } from './phpProgram';

/** The functions of the files that a call may run, as far as names and classes tell; none where it leaves the files. */
export function ownTargets(program: PhpProgram, call: PhpNode): readonly PhpFunction[] {
  const { classes, functions, meant, methods, where } = program;
  const what = childOf(call, 'what');
  if (!what) return [];
  const name = lastName(what).toLowerCase();
  if (call.kind === 'new') {
    const owner = /reference$/.test(what.kind) ? where.get(call)?.owner : classNamed(program, call, name);
    return owner ? methodOf(program, owner, '__construct') : [];
  }
  if (what.kind === 'name') {
    const [own = name, ...further] = meant.get(call) ?? [];
    for (const one of [own, ...further]) {
      const found = functions.get(one.replace(/^.*\\/, ''))?.filter(({ whole }) => whole === one) ?? [];
      if (found.length > 0) return found;
    }
    return [];
  }
  // `($this->send)(…)` is no method.
  if (what['parenthesizedExpression'] === true) return [];
  const of = childOf(what, 'what');
  if (!of || !/lookup$/.test(what.kind)) return [];
  const owner = where.get(call)?.owner;
  const isOwn = lastName(of) === 'this' || of.kind === 'selfreference' || of.kind === 'staticreference';
  if (isOwn) return owner ? anyMethod(program, owner, name) : (methods.get(name) ?? []);
  if (of.kind === 'parentreference')
    return (owner?.above ?? []).flatMap((one) => {
      const above = classes.get(one);
      return above ? methodOf(program, above, name) : [];
    });
  if (of.kind === 'name') {
    const named = classNamed(program, call, lastName(of).toLowerCase());
    if (!named) return [];
    const found = anyMethod(program, named, name);
    return found.length > 0 ? found : methodOf(program, named, '__callstatic');
  }
  return methods.get(name) ?? [];
}

/** The class of the files that a name stands for in its file; none where what is imported under it is of others. */
export function classNamed(
  { classes, imports, whole, where }: PhpProgram,
  at: PhpNode,
  name: string,
): PhpClass | undefined {
  const file = where.get(at)?.file;
  const imported = file ? imports.get(file)?.get(name) : undefined;
  if (imported === undefined) return classes.get(name);
  return whole.has(imported) ? classes.get(imported.replace(/^.*\\/, '')) : undefined;
}

/** Of the class, or of what it inherits it from. */
function methodOf(program: PhpProgram, owner: PhpClass, name: string): PhpFunction[] {
  for (const one of lineOf(program, owner)) {
    const own = one.methods.get(name);
    if (own) return own;
  }
  return [];
}

/** Also of classes below it: `$this` and `static` may be one of those. */
function anyMethod(program: PhpProgram, owner: PhpClass, name: string): PhpFunction[] {
  if (!program.methods.has(name)) return [];
  return [...new Set([owner, ...near(program, owner)].flatMap((one) => methodOf(program, one, name)))];
}

const families = attached<PhpProgram, Map<PhpClass, Set<PhpClass>>>();

/** All classes above and below. */
function near(program: PhpProgram, owner: PhpClass): ReadonlySet<PhpClass> {
  let known = families.get(program);
  if (!known) {
    known = new Map([...program.classes.values()].map((one) => [one, new Set<PhpClass>()]));
    for (const one of program.classes.values())
      for (const above of lineOf(program, one)) {
        known.get(one)?.add(above);
        known.get(above)?.add(one);
      }
    families.set(program, known);
  }
  return known.get(owner) ?? new Set();
}

/** The class and all above it that stand in the files. */
function lineOf({ classes }: PhpProgram, owner: PhpClass): PhpClass[] {
  const line = [owner];
  for (const one of line)
    for (const above of one.above) {
      const found = classes.get(above);
      if (found && !line.includes(found)) line.push(found);
    }
  return line;
}

/** The class, all above it and all below. */
export function lineAround(program: PhpProgram, owner: PhpClass): PhpClass[] {
  return [...new Set([owner, ...near(program, owner)])];
}

/** Is one above the other? */
export function isOfOneLine(program: PhpProgram, one: PhpClass, other: PhpClass): boolean {
  return one === other || near(program, one).has(other);
}
