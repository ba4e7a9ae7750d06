import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { calleeKind } from '../../find/calleeKind';
import { attached } from '../../source/attached';
import type { CallOrNew } from '../../source/callsIn';
import { declarationOf, referencesOf } from '../../source/declarations';
import { unwrap } from '../../source/unwrap';
import { lookedUp } from '../apartOf';
import type { ReadingEngine, Value } from '../types';
import { alternatives } from '../values/Value';
import { type Holder, holdersOf, literalHolder } from './holdersOf';
import { isClient } from './isClient';
import { isSaidToChange, leavesAlone, mayTuneClient } from './leavesAlone';
import { plainRoot } from './plainRoot';
import { mayBeHolder, type Write, writesIn } from './writesIn';

export interface Handed {
  readonly holder: Holder;
  readonly write: Write;
}

/** What a function does to what it is handed: to itself, or to the prototype of it. */
export interface Done {
  readonly write: Write;
  readonly isOfPrototype: boolean;
}

/** Holders that a file hands to functions which put something into them, or which nobody sees. */
export function handedOn(tree: ts.SourceFile, engine: ReadingEngine): Handed[] {
  const s = syntax();
  return writesIn(tree).calls.flatMap((call) =>
    (call.arguments ?? []).flatMap((given, at) =>
      heldIn(given).flatMap((argument) => {
        const root = plainRoot(argument);
        // What a parameter stands for is handed to its function, and is followed from there.
        if (root && ('parameter' in root || !s.isObjectLiteralExpression(root.made))) return [];
        const all = doneBy(call, at, engine);
        // What a given function does with its parameter, it does not do with what stands in that; nor does a package start to
        // change what it is told beside other things, unless it says so.
        const done =
          argument === given ? all : isSaidToChange(call) ? all.filter(({ write }) => write.node === call) : [];
        if (done.length === 0) return [];
        const holders = root ? [literalHolder(root.made)] : (holdersOf(lookedUp(argument, engine), engine) ?? []);
        return done.flatMap(({ write, isOfPrototype }) =>
          holders.map((holder) => ({ write, holder: isOfPrototype ? instancesOf(holder) : holder })),
        );
      }),
    ),
  );
}

/** An argument, or what stands in one that is written out: `start({ api })`, `start([api])`. */
function heldIn(given: ts.Expression): readonly ts.Expression[] {
  const s = syntax();
  if (s.isArrayLiteralExpression(given)) return given.elements.filter(mayBeHolder);
  if (!s.isObjectLiteralExpression(given)) return [given];
  return given.properties
    .flatMap((one) =>
      s.isPropertyAssignment(one) ? one.initializer : s.isShorthandPropertyAssignment(one) ? one.name : [],
    )
    .filter(mayBeHolder);
}

/** `A.prototype` of the class A. */
function instancesOf(holder: Holder): Holder {
  const instance = (key: string) => key.replace(/^class /, 'instance ').replace(/^function /, 'object ');
  return { key: instance(holder.key), above: holder.above.map(instance), node: holder.node };
}

/** Of what logs, what notes something down: a logger may also wrap what it is handed. */
const NOTES =
  /^console\.|(?:^|\.)(?:_?log|debug|info|warn(?:ing)?|error|trace|fatal|verbose|notice|silly|http|success|dir|table|child|capture\w+|addBreadcrumb|increment|inc|timing|observe|gauge|histogram|startSpan|set(?:Attribute|Context|Extra|Tag|User)\w*)$/;

/** What a call does to one of its arguments. */
export function doneBy(call: CallOrNew, at: number, engine: ReadingEngine): readonly Done[] {
  const s = syntax();
  const argument = call.arguments?.[at];
  const callee = unwrap(call.expression);
  if (!argument || s.isSpreadElement(argument) || s.isDecorator(call.parent)) return [];
  if (callee.kind === s.SyntaxKind.SuperKeyword || callee.kind === s.SyntaxKind.ImportKeyword) return [];
  const text = callee.getText();
  const kind = calleeKind(text);
  if (kind === 'comparison' || kind === 'error' || kind === 'text' || (kind === 'log' && NOTES.test(text))) return [];
  const self =
    s.isPropertyAccessExpression(callee) && callee.name.text === 'call' ? functionIn(callee, engine) : undefined;
  if (self) return at === 0 ? [] : intoParameter(self, at - 1, engine);
  const own = plainFunction(callee);
  if (own) return intoParameter(own, at, engine);
  const all = alternatives(lookedUp(callee, engine)).flatMap((one): readonly Done[] => {
    switch (one.kind) {
      case 'function':
        return one.node.body
          ? intoParameter(one.node, at + (one.bound?.length ?? 0), engine)
          : unseen(call, at, engine);
      case 'class': {
        const builder = one.node.members.find((member) => s.isConstructorDeclaration(member) && member.body);
        return builder && s.isConstructorDeclaration(builder) ? intoParameter(builder, at, engine) : [];
      }
      case 'native':
      case 'answer':
      case 'params':
      case 'part':
      case 'literal':
        return [];
      case 'external':
        return isHarmless(one) ? [] : unseen(call, at, engine);
      default:
        return one.kind === 'made' && s.isNewExpression(call) ? [] : unseen(call, at, engine);
    }
  });
  return all;
}

/** A function that is called by the name under which it is declared. */
function plainFunction(callee: ts.Expression): ts.SignatureDeclaration | undefined {
  const s = syntax();
  const declaration = s.isIdentifier(callee) ? declarationOf(callee, callee.getSourceFile()) : undefined;
  if (!declaration) return undefined;
  if (s.isFunctionDeclaration(declaration)) return declaration.body ? declaration : undefined;
  if (!s.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  if (!s.isVariableDeclarationList(declaration.parent) || (declaration.parent.flags & s.NodeFlags.Const) === 0)
    return undefined;
  const value = unwrap(declaration.initializer);
  return s.isArrowFunction(value) || s.isFunctionExpression(value) ? value : undefined;
}

function functionIn(callee: ts.PropertyAccessExpression, engine: ReadingEngine): ts.SignatureDeclaration | undefined {
  const value = lookedUp(callee.expression, engine);
  return value.kind === 'function' ? value.node : undefined;
}

/** Functions of the language put nothing into what they are given; those that do are writes by themselves. */
function isHarmless({ module, path }: Extract<Value, { kind: 'external' }>): boolean {
  return module === 'global' && LANGUAGE.test(path[0] ?? '');
}

const LANGUAGE =
  /^(?:fetch|Object|Reflect|JSON|Array|String|Number|Boolean|Symbol|Promise|Map|Set|Weak\w+|Proxy|Buffer|Math|Date|Error|structuredClone|set(?:Timeout|Interval|Immediate)|queueMicrotask|require|encodeURI\w*|parseInt|parseFloat|console|process|util)$/;

/** A function that is not in the given files may do anything, unless it is known for leaving what it is handed alone. */
function unseen(call: CallOrNew, at: number, engine: ReadingEngine): readonly Done[] {
  const argument = call.arguments?.[at];
  if (
    !argument ||
    (leavesAlone(call, at) &&
      !(mayTuneClient(call.expression, engine) && alternatives(lookedUp(argument, engine)).some(isClient)))
  )
    return [];
  const write = { node: call, target: argument };
  return [false, true].map((isOfPrototype) => ({ write, isOfPrototype }));
}

/** What a function does to one of its parameters. */
export function intoParameter(node: ts.SignatureDeclaration, at: number, engine: ReadingEngine): readonly Done[] {
  const s = syntax();
  const own = node.parameters.filter(({ name }) => !(s.isIdentifier(name) && name.text === 'this'));
  const parameter = own[at];
  return parameter && s.isIdentifier(parameter.name) && !parameter.dotDotDotToken ? into(parameter, engine) : [];
}

const known = attached<ts.ParameterDeclaration | ts.VariableDeclaration, readonly Done[]>();

/** What is done to what a name stands for, wherever it is used. */
function into(declaration: ts.ParameterDeclaration | ts.VariableDeclaration, engine: ReadingEngine): readonly Done[] {
  const before = known.get(declaration);
  if (before) return before;
  known.set(declaration, []);
  const tree = declaration.getSourceFile();
  const found = referencesOf(declaration, tree).flatMap((use) => byUse(use, tree, engine));
  known.set(declaration, found);
  return found;
}

function byUse(use: ts.Expression, tree: ts.SourceFile, engine: ReadingEngine): Done[] {
  const s = syntax();
  const { byTarget } = writesIn(tree);
  const written = (node: ts.Expression, isOfPrototype: boolean) =>
    (byTarget.get(node) ?? []).map((write) => ({ write, isOfPrototype }));
  let at = use;
  let isOfPrototype = false;
  const found = written(at, isOfPrototype);
  for (;;) {
    const { parent } = at;
    if (s.isParenthesizedExpression(parent) || s.isAsExpression(parent) || s.isNonNullExpression(parent)) at = parent;
    else if (
      s.isPropertyAccessExpression(parent) &&
      parent.expression === at &&
      /^(?:prototype|constructor|__proto__)$/.test(parent.name.text)
    ) {
      at = parent;
      isOfPrototype = true;
    } else break;
    found.push(...written(at, isOfPrototype));
  }
  const { parent } = at;
  if (s.isVariableDeclaration(parent) && parent.initializer === at && s.isIdentifier(parent.name))
    found.push(...into(parent, engine).map((one) => ({ ...one, isOfPrototype: one.isOfPrototype || isOfPrototype })));
  if ((s.isCallExpression(parent) || s.isNewExpression(parent)) && parent.expression !== at) {
    const place = parent.arguments?.indexOf(at) ?? -1;
    if (place >= 0)
      found.push(
        ...doneBy(parent, place, engine).map((one) => ({ ...one, isOfPrototype: one.isOfPrototype || isOfPrototype })),
      );
  }
  return found;
}
