import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { firstOf } from '../../source/declarations';
import { compared } from '../looks';
import type { Frame, ReadingEngine, Value } from '../types';
import { elementOf } from './elements';
import { closed, elementFrom, put, variableSource, withDefault } from './names';
import { alternatives, holds, joined, lost, NONE, UNDEFINED } from './Value';

/** Whether a condition that holds means that the call failed, or that it did not. */
type Meaning = 'fails' | 'succeeds' | undefined;

/** Runs a function's body; what it gives back is in the frame. */
export function runBody(body: ts.ConciseBody, frame: Frame, engine: ReadingEngine): Value {
  const s = syntax();
  if (!s.isBlock(body)) {
    const value = engine.evaluate(body, frame);
    frame.returned.push({ value, onFailure: false, isThrown: false });
    return value;
  }
  run(body.statements, frame, engine, false);
  const values = frame.returned.filter(({ isThrown }) => !isThrown).map(({ value }) => value);
  if (frame.yielded) values.push({ kind: 'list', items: frame.yielded, open: true });
  return values.length > 0 ? joined(...values) : UNDEFINED;
}

/** True where nothing behind the statements runs any more. */
function run(statements: readonly ts.Statement[], frame: Frame, engine: ReadingEngine, failing: boolean): boolean {
  let fails = failing;
  for (const statement of statements) {
    const outcome = one(statement, frame, engine, fails);
    if (outcome === 'ends') return true;
    if (outcome === 'fails') fails = true;
  }
  return false;
}

type Ending = 'ends' | 'fails' | 'goes on';

function one(node: ts.Statement, frame: Frame, engine: ReadingEngine, fails: boolean): Ending {
  const s = syntax();
  if (engine.trace.budget < 0) return 'ends';
  if (s.isVariableStatement(node)) {
    for (const declaration of node.declarationList.declarations) declare(declaration, frame, engine);
    return 'goes on';
  }
  if (s.isExpressionStatement(node)) {
    engine.evaluate(node.expression, frame);
    return 'goes on';
  }
  if (s.isReturnStatement(node)) {
    const value = node.expression ? engine.evaluate(node.expression, frame) : UNDEFINED;
    frame.returned.push({ value, onFailure: fails, isThrown: false });
    return 'ends';
  }
  if (s.isThrowStatement(node)) {
    const value = engine.evaluate(node.expression, frame);
    engine.trace.thrown.push(value);
    frame.returned.push({ value, onFailure: true, isThrown: true });
    return 'ends';
  }
  if (s.isBlock(node)) return run(node.statements, frame, engine, fails) ? 'ends' : 'goes on';
  if (s.isIfStatement(node)) return branch(node, frame, engine, fails);
  if (s.isTryStatement(node)) return attempt(node, frame, engine, fails);
  if (s.isSwitchStatement(node)) return choose(node, frame, engine, fails);
  if (s.isBreakStatement(node) || s.isContinueStatement(node)) return 'ends';
  if (s.isLabeledStatement(node)) return one(node.statement, frame, engine, fails);
  if (s.isIterationStatement(node, false)) return loop(node, frame, engine, fails);
  return 'goes on';
}

function declare(declaration: ts.VariableDeclaration, frame: Frame, engine: ReadingEngine): void {
  bind(declaration, variableSource(declaration, frame, engine), frame, engine);
}

function bind(
  declaration: ts.VariableDeclaration | ts.BindingElement,
  given: Value,
  frame: Frame,
  engine: ReadingEngine,
): void {
  const s = syntax();
  const { name, initializer } = declaration;
  const value = s.isBindingElement(declaration) && initializer ? withDefault(given, initializer, frame, engine) : given;
  if (s.isIdentifier(name)) {
    const first = firstOf(declaration, frame.tree);
    const before = frame.values.get(first);
    const put = before ? joined(before, value) : value;
    frame.values.set(first, put);
    frame.values.set(first, joined(put, ...closed(first, put, frame, engine)));
    return;
  }
  for (const element of name.elements)
    if (s.isBindingElement(element)) bind(element, elementFrom(element, name, value, engine), frame, engine);
}

function branch(node: ts.IfStatement, frame: Frame, engine: ReadingEngine, fails: boolean): Ending {
  const condition = engine.evaluate(node.expression, frame);
  const meaning = meaningOf(node.expression, frame, engine);
  if (condition.kind === 'literal') {
    const taken = condition.value ? node.thenStatement : node.elseStatement;
    return taken ? one(taken, frame, engine, fails) : 'goes on';
  }
  const first = one(node.thenStatement, frame, engine, fails || meaning === 'fails');
  const second = node.elseStatement
    ? one(node.elseStatement, frame, engine, fails || meaning === 'succeeds')
    : 'goes on';
  if (first === 'ends' && second === 'ends') return 'ends';
  return first === 'ends' && meaning === 'succeeds' ? 'fails' : 'goes on';
}

function attempt(node: ts.TryStatement, frame: Frame, engine: ReadingEngine, fails: boolean): Ending {
  const s = syntax();
  const before = engine.trace.thrown.length;
  const depth = engine.tries;
  if (node.catchClause) engine.tries += 1;
  const tried = one(node.tryBlock, frame, engine, fails);
  engine.tries = depth;
  let caught: Ending = 'ends';
  if (node.catchClause) {
    const { variableDeclaration: declared, block } = node.catchClause;
    const thrown = engine.trace.thrown.splice(before);
    // What the try threw itself stays here unless it is thrown again.
    for (const at of frame.returned.keys()) if (frame.returned[at]?.isThrown) frame.returned.splice(at, 1, NOTHING);
    // A promise that began before may be waited for here.
    const failure = joined(lost(engine.trace), ...thrown, ...engine.trace.rejected);
    if (declared && s.isIdentifier(declared.name)) frame.values.set(declared, failure);
    else if (declared) bind(declared, failure, frame, engine);
    caught = one(block, frame, engine, true);
  }
  if (node.finallyBlock && one(node.finallyBlock, frame, engine, fails) === 'ends') return 'ends';
  return tried === 'ends' && caught === 'ends' ? 'ends' : tried === 'ends' ? 'fails' : 'goes on';
}

const NOTHING = { value: NONE, onFailure: true, isThrown: true };

function choose(node: ts.SwitchStatement, frame: Frame, engine: ReadingEngine, fails: boolean): Ending {
  const s = syntax();
  const value = engine.evaluate(node.expression, frame);
  for (const clause of node.caseBlock.clauses) {
    if (s.isCaseClause(clause)) {
      const wanted = engine.evaluate(clause.expression, frame);
      compared([value, wanted], clause, engine);
      const is = engine.equal(value, wanted, clause);
      if (is.kind === 'literal' && is.value === false) continue;
    }
    run(clause.statements, frame, engine, fails);
  }
  return 'goes on';
}

function loop(node: ts.IterationStatement, frame: Frame, engine: ReadingEngine, fails: boolean): Ending {
  const s = syntax();
  let ends = false;
  for (let round = 0; round < 2; round += 1) {
    if (s.isForOfStatement(node) || s.isForInStatement(node) || s.isForStatement(node)) {
      const { initializer } = node;
      if (initializer && s.isVariableDeclarationList(initializer))
        for (const declaration of initializer.declarations) declare(declaration, frame, engine);
      else if (initializer && s.isForOfStatement(node) && !s.isVariableDeclarationList(initializer))
        put(initializer, elementOf(engine.evaluate(node.expression, frame)), frame, engine);
      else if (initializer) engine.evaluate(initializer, frame);
    }
    const condition = s.isForStatement(node)
      ? node.condition
      : s.isWhileStatement(node) || s.isDoStatement(node)
        ? node.expression
        : undefined;
    if (condition) engine.evaluate(condition, frame);
    ends = one(node.statement, frame, engine, fails) === 'ends' || ends;
  }
  const isEndless =
    (s.isForStatement(node) && !node.condition) ||
    (s.isWhileStatement(node) && node.expression.kind === s.SyntaxKind.TrueKeyword);
  return isEndless ? 'ends' : 'goes on';
}

function meaningOf(given: ts.Expression, frame: Frame, engine: ReadingEngine): Meaning {
  const s = syntax();
  const { SyntaxKind: k } = s;
  const node = s.isParenthesizedExpression(given) ? given.expression : given;
  if (s.isPrefixUnaryExpression(node) && node.operator === k.ExclamationToken)
    return inverted(meaningOf(node.operand, frame, engine));
  if (s.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    if (operator === k.BarBarToken || operator === k.AmpersandAmpersandToken)
      return meaningOf(node.left, frame, engine) ?? meaningOf(node.right, frame, engine);
    const isEmpty = isNothing(node.right);
    const same = operator === k.EqualsEqualsEqualsToken || operator === k.EqualsEqualsToken;
    const differs = operator === k.ExclamationEqualsEqualsToken || operator === k.ExclamationEqualsToken;
    if (operator === k.InKeyword && s.isStringLiteralLike(node.left))
      return /^error/.test(node.left.text) ? 'fails' : node.left.text === 'result' ? 'succeeds' : undefined;
    const told = toldBy(engine.quietly(() => engine.evaluate(node.left, frame)));
    if (isEmpty && same) return inverted(told);
    if (isEmpty && differs) return told;
    if (told === 'fails') return differs ? undefined : 'fails';
    if (/\bstatus(?:Code)?\b/.test(node.left.getText()))
      return same || operator === k.LessThanToken ? 'succeeds' : 'fails';
    return undefined;
  }
  return toldBy(engine.quietly(() => engine.evaluate(node, frame)));
}

function toldBy(value: Value): Meaning {
  const all = alternatives(value);
  if (all.some((one) => one.kind === 'answer' && (one.stage === 'error' || one.stage === 'description')))
    return 'fails';
  if (all.some((one) => one.kind === 'answer' && (one.stage === 'ok' || one.stage === 'result'))) return 'succeeds';
  return holds(value, (one) => one.kind === 'answer' && one.stage === 'failure') ? 'fails' : undefined;
}

function inverted(meaning: Meaning): Meaning {
  return meaning === 'fails' ? 'succeeds' : meaning === 'succeeds' ? 'fails' : undefined;
}

function isNothing(node: ts.Expression): boolean {
  const s = syntax();
  return (s.isIdentifier(node) && node.text === 'undefined') || node.kind === s.SyntaxKind.NullKeyword;
}
