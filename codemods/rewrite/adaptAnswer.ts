import type { ts } from 'ts-morph';
import type { MethodEntry } from '../../src/map/entry';
import type { LossId } from '../../src/map/losses';
import { answerRule } from '../../src/map/rules';
import { V2 } from '../../src/map/v2Names';
import { syntax } from '../files/sourceFile';
import type { CallShape, Edit } from '../plan/site';
import { ANSWER_SOURCES } from '../source/answerSources';
import { textOf } from '../source/textOf';
import { Unprovable } from '../source/Unprovable';
import type { Answers, TransportReading } from '../transport/TransportReading';
import { type AnswerUses, answerUses, followParameter } from './answerUses';
import { isLogged } from './isLogged';
import { mayBeCallback } from './mayBeCallback';
import { Lossy } from './planParams';
import type { Terms } from './Terms';

/** These answer the object that was changed; v1 answers true. */
const ANSWER_OBJECTS: ReadonlySet<string> = new Set([V2.botUpdate, V2.commandUpdate]);

/** What has the portal's `result` in it. */
const ENVELOPES: ReadonlySet<Answers> = new Set<Answers>(['envelope', 'axios', 'response', 'sdk', 'callback']);

/**
 * Edits that read the v1 answer from the v2 answer wherever the function uses it.
 * @throws Unprovable where a use cannot be followed
 */
export function adaptAnswer(
  shape: CallShape,
  entry: MethodEntry,
  target: string,
  transport: TransportReading | undefined,
  tree: ts.SourceFile,
  terms: Terms,
): Edit[] {
  const uses = usesOf(shape, tree);
  // A log would print an object where it printed a number.
  if (transport?.answer === 'result') uses.bare.push(...uses.harmless.filter((use) => isLogged(use)));
  const isUsed = uses.results.length + uses.bindings.length + uses.bare.length + uses.escapes.length > 0;
  const types = typeEdits(shape, entry, isUsed);
  if (!isUsed) return types;
  const { full } = answerRule(entry.answer);
  if (full) checkFull(full.loss, terms);
  const { path } = ANSWER_SOURCES[entry.answer];
  if (path === undefined || ANSWER_OBJECTS.has(target)) throw new Unprovable('unproven-answer');
  const inEnvelope = uses.results.length + uses.bindings.length > 0;
  if (transport && !transport.unseen && inEnvelope && (transport.hasOwnResult || !ENVELOPES.has(transport.answer)))
    throw new Unprovable('unproven-answer');
  if (uses.bare.length > 0 || (uses.escapes.length > 0 && transport?.answer === 'result')) {
    if (inEnvelope || transport?.answer === 'envelope' || transport?.instead.includes('no-promise'))
      throw new Unprovable('unproven-answer');
    return [...types, ...atTheCall(shape, path, transport)];
  }
  if (uses.escapes.length > 0) {
    if (transport?.answer !== 'envelope' || !shape.call || transport.instead.includes('no-promise'))
      throw new Unprovable('unproven-answer');
    return [...types, inEnvelopeAgain(shape.call, path, transport)];
  }
  return [
    ...types,
    ...uses.results.map((node) => ({ start: node.end, end: node.end, text: path })),
    ...uses.bindings.flatMap((element) => bindingEdits(element, entry, tree)),
  ];
}

/** v2 answers a part of a long list. */
function checkFull(loss: LossId, { accept, taken }: Terms): void {
  if (!accept.has(loss)) throw new Lossy([loss]);
  taken.add(loss);
}

/** What becomes of the answer of a call, callbacks that it is handed to included. */
export function usesOf(shape: CallShape, tree: ts.SourceFile): AnswerUses {
  const s = syntax();
  const { call, outer } = shape;
  if (!call || !outer) throw new Unprovable('unproven-answer');
  const uses = answerUses(outer, tree);
  for (const [index, given] of (call.arguments ?? []).entries()) {
    if (s.isArrowFunction(given) || s.isFunctionExpression(given)) followParameter(given, uses, tree);
    else if (
      given !== shape.params &&
      index !== shape.argument &&
      mayBeCallback(given, shape.callee ?? '', shape.awaited, tree)
    )
      uses.escapes.push(given);
  }
  return uses;
}

/** `(await call(…))?.id`, and `call(…).then((answer) => answer?.id)` where nobody waits. */
function atTheCall({ call, outer, awaited }: CallShape, end: string, transport: TransportReading | undefined): Edit[] {
  const s = syntax();
  if (!call || !outer) throw new Unprovable('unproven-answer');
  const instead = transport?.instead ?? [];
  // What stands for "no answer" stays what it was.
  if (instead.includes('other') || instead.length > 1) throw new Unprovable('unproven-answer');
  const path = instead.includes('null') ? `${end} ?? null` : end;
  if (!awaited) return [{ start: call.end, end: call.end, text: `.then((answer) => answer${path})` }];
  if (s.isParenthesizedExpression(outer) && path === end) return [{ start: outer.end, end: outer.end, text: path }];
  if (!s.isAwaitExpression(outer)) throw new Unprovable('unproven-answer');
  const start = outer.getStart();
  // As an operand, `??` needs parentheses of its own.
  const isOperand = path !== end && !isWhole(outer);
  return [
    { start, end: start, text: isOperand ? '((' : '(' },
    { start: outer.end, end: outer.end, text: `)${path}${isOperand ? ')' : ''}` },
  ];
}

/** Who reads the envelope is not known: it is handed on with the v1 answer in it. */
function inEnvelopeAgain({ end }: ts.Node, path: string, transport: TransportReading): Edit {
  const envelope = `({ ...body, result: body.result${path} })`;
  const isAlways = transport.instead.length === 0;
  return { start: end, end, text: `.then((body) => ${isAlways ? envelope : `body && ${envelope}`})` };
}

/** Nothing around it binds closer than `??`. */
function isWhole({ parent }: ts.Expression): boolean {
  const s = syntax();
  return s.isReturnStatement(parent) || s.isVariableDeclaration(parent) || s.isArrowFunction(parent);
}

/** `{ result: id }` becomes `{ result: { id } = {} }`: a failed call has no result. */
function bindingEdits(element: ts.BindingElement, { answer }: MethodEntry, tree: ts.SourceFile): Edit[] {
  const s = syntax();
  const rule = answerRule(answer);
  if (!s.isIdentifier(element.name)) throw new Unprovable('unproven-answer');
  const name = element.name.text;
  const isTyped = (tree.flags & s.NodeFlags.JavaScriptFile) === 0;
  const alone = isTyped || rule.each ? aloneIn(element) : undefined;
  if (rule.each && !alone) throw new Unprovable('unproven-answer');
  if (alone) return readEdits(element, name, alone, ANSWER_SOURCES[answer].path ?? '', tree);
  const initial = element.initializer ? ` = ${textOf(element.initializer, tree)}` : '';
  const leaf = answer === 'done' ? 'boolean' : 'number';
  let type = leaf;
  const inner = rule.path.reduceRight((pattern, key, index) => {
    const isLeaf = index === rule.path.length - 1;
    const empty = isLeaf ? initial : ` = ${nothing(type, isTyped)}`;
    type = `{ ${key}: ${type} }`;
    return isLeaf && key === pattern ? `{ ${key}${empty} }` : `{ ${key}: ${pattern}${empty} }`;
  }, name);
  const text = `result: ${inner} = ${nothing(type, isTyped)}`;
  return [{ start: element.getStart(tree), end: element.end, text }];
}

/** The compiler takes `{}` for one of several types that the name may have. */
function nothing(type: string, isTyped: boolean): string {
  return isTyped ? `{} as ${type}` : '{}';
}

/** The declaration `const { result } = …` that takes nothing else. */
function aloneIn(element: ts.BindingElement): ts.VariableDeclaration | undefined {
  const s = syntax();
  const pattern = element.parent;
  const declaration = pattern.parent;
  const isAlone = pattern.elements.length === 1 && !element.initializer && s.isVariableDeclaration(declaration);
  return isAlone && declaration.initializer && !declaration.type ? declaration : undefined;
}

/** `const { result: id } = await call(…)` becomes `const id = (await call(…)).result?.id`. */
function readEdits(
  element: ts.BindingElement,
  name: string,
  { initializer }: ts.VariableDeclaration,
  path: string,
  tree: ts.SourceFile,
): Edit[] {
  const s = syntax();
  const pattern = element.parent;
  const edits = [{ start: pattern.getStart(tree), end: pattern.end, text: name }];
  if (!initializer) return edits;
  const isSimple = s.isIdentifier(initializer) || s.isParenthesizedExpression(initializer);
  const { end } = initializer;
  const start = initializer.getStart(tree);
  if (isSimple) return [...edits, { start: end, end, text: `.result${path}` }];
  return [...edits, { start, end: start, text: '(' }, { start: end, end, text: `).result${path}` }];
}

/** `make<number>(…)` answers `{ id: number }` now. */
function typeEdits({ call }: CallShape, entry: MethodEntry, isUsed: boolean): Edit[] {
  const s = syntax();
  const types = call?.typeArguments ?? [];
  const { type } = ANSWER_SOURCES[entry.answer];
  return [...types].flatMap((node): Edit[] => {
    const leaf = leafOf(node);
    if (leaf && type) return [{ start: leaf.getStart(), end: leaf.end, text: type }];
    if (node.kind === s.SyntaxKind.AnyKeyword || !isUsed) return [];
    if (!s.isTypeReferenceNode(node) && node.kind !== s.SyntaxKind.UnknownKeyword) return [];
    throw new Unprovable('unproven-answer');
  });
}

/** `number` or `boolean`, bare or as `{ result: number }`. */
function leafOf(node: ts.TypeNode): ts.TypeNode | undefined {
  const s = syntax();
  if (node.kind === s.SyntaxKind.NumberKeyword || node.kind === s.SyntaxKind.BooleanKeyword) return node;
  if (!s.isTypeLiteralNode(node)) return undefined;
  for (const member of node.members) {
    const isResult = s.isPropertySignature(member) && s.isIdentifier(member.name) && member.name.text === 'result';
    if (isResult && member.type) return leafOf(member.type);
  }
  return undefined;
}
