import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import type { ReadingEngine, Value } from '../types';
import { imported, wholeCommonJs } from './modules';
import { native, UNKNOWN } from './Value';

/**
 * The module that is asked for by another way than `require(…)` and `import`: by a require that is made, by one under another
 * name, by what is built in. It is the same module that other files have, and what they do to it counts here too.
 */
export function loaded(
  module: string,
  path: readonly string[],
  given: readonly Value[],
  node: ts.Node,
  engine: ReadingEngine,
): Value | undefined {
  const name = [...(module === 'global' ? [] : [module]), ...path].filter((one) => one !== 'default').join('.');
  if (LOADS.test(name)) return byName(given[0], true, node, engine);
  if (name === 'require.call') return byName(given[1], true, node, engine);
  if (!MAKES.test(name) || !syntax().isCallExpression(node)) return undefined;
  const isOwn = OWN.test(node.arguments[0]?.getText() ?? '');
  return native((all, at) => byName(all[0], isOwn, at, engine) ?? engine.call(UNKNOWN, all, at));
}

const LOADS =
  /^(?:require|module\.require|require\.main\.require|process\.mainModule\.require|process\.getBuiltinModule)$/;
const MAKES = /^module\.(?:Module\.)?createRequire$/;
/** The file that it stands in: what begins with a dot is looked for from there. */
const OWN = /^(?:import\.meta\.(?:url|filename)|__filename)$/;

function byName(from: Value | undefined, isOwn: boolean, node: ts.Node, engine: ReadingEngine): Value | undefined {
  if (from?.kind !== 'literal' || typeof from.value !== 'string') return undefined;
  if (!isOwn && from.value.startsWith('.')) return undefined;
  const whole = imported(from.value, undefined, engine.moduleFrame(node.getSourceFile()), engine);
  return whole.kind === 'module' ? (wholeCommonJs(whole.frame, engine) ?? whole) : whole;
}
