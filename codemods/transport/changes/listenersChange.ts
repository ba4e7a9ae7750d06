import type { ts } from 'ts-morph';
import { syntax, treeOf } from '../../files/sourceFile';
import type { SourceText } from '../../plan/site';
import { attached } from '../../source/attached';
import { type CallOrNew, callsIn } from '../../source/callsIn';
import { declarationOf, functionAround } from '../../source/declarations';
import { endName } from '../../source/endName';
import { unwrap } from '../../source/unwrap';
import { apartOf, lookedUp } from '../apartOf';
import { filesAround } from '../filesAround';
import type { ReadingEngine } from '../types';
import { alternatives } from '../values/Value';
import { type Done, doneBy, intoParameter } from './handedOn';
import { type Write, writesIn } from './writesIn';

/**
 * `bus.emit('before', method, params)`: may a listener of some given file put something into what it hears? They are run on
 * the spot, and what they change is sent.
 */
export function listenersChange(node: ts.Node, engine: ReadingEngine): boolean {
  const s = syntax();
  if (engine.isApart || !s.isCallExpression(node) || !EMITS.test(endName(node.expression))) return false;
  return hearing(node, apartOf(engine)).some((one) => one.isChanging);
}

/** What listeners of some given file do to one of the arguments that `bus.emit('ready', api)` hands them. */
export function doneByListeners(call: CallOrNew, at: number, apart: ReadingEngine): readonly Done[] {
  if (!EMITS.test(endName(call.expression))) return [];
  const place = eventOf(call) === undefined ? at : at - 1;
  return hearing(call, apart).flatMap(({ node }) => (node ? intoParameter(node, place, apart) : []));
}

function hearing(call: CallOrNew, apart: ReadingEngine): readonly Listener[] {
  const event = eventOf(call);
  return filesAround(call.getSourceFile(), apart).flatMap((file) =>
    listenersIn(file, apart).filter((one) => event === undefined || one.event === undefined || one.event === event),
  );
}

const EMITS = /^(?:emit\w*|publish|trigger|dispatch(?:Event)?|fire|notify)$/;
const LISTENS = /\.(?:on\w*|once|(?:add|prepend(?:Once)?)Listener|addEventListener|subscribe|listen)\s*\(/;
const LISTENS_BY = /^(?:on\w*|once|(?:add|prepend(?:Once)?)Listener|addEventListener|subscribe|listen)$/;

interface Listener {
  /** Undefined where its name does not show. */
  readonly event: string | undefined;
  readonly isChanging: boolean;
  /** Where it is seen. */
  readonly node?: ts.SignatureDeclaration;
}

const known = attached<SourceText, readonly Listener[]>();

function listenersIn(file: SourceText, apart: ReadingEngine): readonly Listener[] {
  const before = known.get(file);
  if (before) return before;
  const found = LISTENS.test(file.text) ? listenersOf(treeOf({ ...file }), apart) : [];
  known.set(file, found);
  return found;
}

function listenersOf(tree: ts.SourceFile, apart: ReadingEngine): Listener[] {
  return callsIn(tree).flatMap((call) => {
    const last = call.arguments?.at(-1);
    if (!last || !LISTENS_BY.test(endName(call.expression))) return [];
    const event = call.arguments?.length === 1 ? undefined : eventOf(call);
    return listenerOf(last, apart).map((one) => ({ ...one, event }));
  });
}

function listenerOf(given: ts.Expression, apart: ReadingEngine): Omit<Listener, 'event'>[] {
  const s = syntax();
  const handler = unwrap(given);
  if (s.isArrowFunction(handler) || s.isFunctionExpression(handler))
    return [{ node: handler, isChanging: changes(handler, apart) }];
  // What is bound to its object is the same function.
  return alternatives(lookedUp(handler, apart)).map((one) =>
    one.kind === 'function'
      ? { node: one.node, isChanging: changes(one.node, apart) }
      : { isChanging: one.kind !== 'literal' && one.kind !== 'object' },
  );
}

/** Does a function put something into what it is given, or hand it to something that may? */
function changes(node: ts.SignatureDeclaration, apart: ReadingEngine): boolean {
  const tree = node.getSourceFile();
  const { named, open } = writesIn(tree);
  const isWithin = (one: ts.Node) => one.pos >= node.pos && one.end <= node.end;
  const writes = [...[...named.values()].flat(), ...open].filter((one: Write) => isWithin(one.node));
  if (writes.some(({ target }) => isOwn(target, node))) return true;
  return callsIn(tree)
    .filter(isWithin)
    .some(
      (call) =>
        (FILLS.test(endName(call.expression)) && isOwn(call.expression, node)) ||
        (call.arguments ?? []).some((one, at) => isOwn(one, node) && doneBy(call, at, apart).length > 0),
    );
}

const FILLS = /^(?:push|unshift|splice|set|append|delete|add)$/;

/** Does a chain of names begin with one that the function is given or makes of that? */
function isOwn(given: ts.Expression, of: ts.Node): boolean {
  const s = syntax();
  let at = unwrap(given);
  while (s.isPropertyAccessExpression(at) || s.isElementAccessExpression(at)) at = unwrap(at.expression);
  const declaration = s.isIdentifier(at) ? declarationOf(at, at.getSourceFile()) : undefined;
  if (!declaration) return false;
  const around = functionAround(declaration);
  return around.pos >= of.pos && around.end <= of.end;
}

function eventOf({ arguments: given }: CallOrNew): string | undefined {
  const [name] = given ?? [];
  return name && syntax().isStringLiteralLike(name) ? name.text : undefined;
}
