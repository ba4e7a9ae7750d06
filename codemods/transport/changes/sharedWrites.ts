import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import type { CallOrNew } from '../../source/callsIn';
import { propertyKey } from '../../source/literalValue';
import { nodesIn } from '../../source/nodesIn';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import { passesOn } from '../clients/passesOn';
import type { ReadingEngine } from '../types';
import { alternatives } from '../values/Value';
import { doneBy } from './handedOn';
import { pathsOf } from './sharedPaths';
import { type Write, writesIn } from './writesIn';

/** Something that is put under a name of what all files share: `['fetch']`, `['axios', 'defaults', 'adapter']`. */
export interface SharedWrite {
  readonly path: readonly string[];
  /** Undefined where that does not show. */
  readonly value?: ts.Expression;
  readonly node: ts.Node;
}

/** Under whatever name a file has it: patterns, keys in variables, functions and classes that are handed it. */
export function sharedWrites(tree: ts.SourceFile, apart: ReadingEngine): readonly SharedWrite[] {
  const { named, open, calls } = writesIn(tree);
  const written = [...[...named.values()].flat(), ...open].flatMap((write) =>
    pathsOf(write.target, apart).flatMap((path) => below(path, write, apart)),
  );
  return [...written, ...calls.flatMap((call) => handed(call, apart)), ...usedIn(tree, apart)];
}

function below(path: readonly string[], write: Write, apart: ReadingEngine): SharedWrite[] {
  const { name, key, source, value, isPrototype, node } = write;
  if (isPrototype) return [];
  if (name !== undefined) return [{ path: [...path, name], node, ...(value ? { value } : {}) }];
  if (key) return keysOf(key, path, apart).map((one) => ({ path: [...path, one], node }));
  // What is put into the global object whole is looked at by its own names.
  if (path.length === 0) return [];
  return namesIn(source).map((one) => ({ path: [...path, one], node }));
}

/** A key that nobody knows may be `fetch` where the file speaks of it as a name. */
function keysOf(key: ts.Expression, path: readonly string[], apart: ReadingEngine): readonly string[] {
  const text = key.getText();
  if (/undici\.globalDispatcher/.test(text)) return ['fetch'];
  const all = alternatives(lookedUp(key, apart)).map((one) =>
    one.kind === 'literal' && typeof one.value === 'string' ? one.value : undefined,
  );
  if (all.length > 0 && all.every((one) => one !== undefined)) return all.flatMap((one) => one ?? []);
  if (path.length > 0) return [UNSEEN];
  return FETCH_AS_NAME.test(key.getSourceFile().text) ? ['fetch'] : [];
}

const FETCH_AS_NAME = /(['"`])fetch\1|\bfetch\s*:/;
/** A name that does not show. */
export const UNSEEN = '?';

function namesIn(source: ts.Expression | undefined): readonly string[] {
  const s = syntax();
  const node = source && unwrap(source);
  if (!node || !s.isObjectLiteralExpression(node)) return [UNSEEN];
  return node.properties.map((one) => (one.name && propertyKey(one.name)) ?? UNSEEN);
}

/** A function or class of the given files that gets it, and puts something into it; or one that nobody sees. */
function handed(call: CallOrNew, apart: ReadingEngine): SharedWrite[] {
  return (call.arguments ?? []).flatMap((argument, at) => {
    const paths = pathsOf(argument, apart).filter(([first]) => first === undefined || HANDED.test(first));
    if (paths.length === 0) return [];
    const writes = [...doneBy(call, at, apart).map(({ write }) => write), ...heldWrites(call, apart)];
    return paths.flatMap((path) =>
      writes.flatMap((write) => {
        if (write.node === call) return path.length === 0 ? [] : [{ path: [...path, UNSEEN], node: call }];
        return write.name === undefined ? [] : below(path, write, apart);
      }),
    );
  });
}

const HANDED = /^(?:axios|https?|JSON|superagent|got|ky|needle|request|request-promise(?:-native)?)$/;

/** `constructor(client) { this.client = client; }`, and in a method `this.client.fetch = …`. */
function heldWrites(call: CallOrNew, apart: ReadingEngine): readonly Write[] {
  if (!syntax().isNewExpression(call)) return [];
  return alternatives(lookedUp(call.expression, apart)).flatMap((one) => {
    if (one.kind !== 'class') return [];
    const { node } = one;
    const all = [...writesIn(node.getSourceFile()).named.values()].flat();
    return all.filter(
      ({ node: at, target }) => at.pos >= node.pos && at.end <= node.end && /^this\.#?[\w$]+$/.test(target.getText()),
    );
  });
}

/** `interceptors.request.use(…)`, `transformRequest.unshift(…)`, taken out of the axios of all before. */
function usedIn(tree: ts.SourceFile, apart: ReadingEngine): SharedWrite[] {
  const s = syntax();
  if (!/\b(?:interceptors|transform(?:Request|Response)|hooks|handlers|needle)\b/.test(tree.text)) return [];
  const found: SharedWrite[] = [];
  for (const node of nodesIn(tree)) {
    if (!s.isCallExpression(node) || !s.isPropertyAccessExpression(node.expression)) continue;
    const { name, expression } = node.expression;
    if (name.text === 'defaults')
      found.push(
        ...pathsOf(expression, apart).flatMap((path) =>
          path[0] === 'needle' ? [{ path: [...path, 'defaults'], node: name }] : [],
        ),
      );
    if (!/^(?:use|push|unshift|splice)$/.test(name.text)) continue;
    if (name.text === 'use' && node.arguments.every(passesOn)) continue;
    found.push(...pathsOf(expression, apart).map((path) => ({ path, node: name })));
  }
  return found;
}
