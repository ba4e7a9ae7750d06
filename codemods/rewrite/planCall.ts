import type { ts } from 'ts-morph';
import type { MethodEntry } from '../../src/map/entry';
import { syntax } from '../files/sourceFile';
import type { CallShape, Edit } from '../plan/site';
import { literalValue } from '../source/literalValue';
import type { SourceWriter } from '../source/SourceRule';
import { Unprovable } from '../source/Unprovable';
import { unwrap } from '../source/unwrap';
import { followVariable } from './followVariable';
import { isOpenType } from './isOpenType';
import { layOut } from './layOut';
import { piecesOf } from './pieces';
import { type ParamsPlan, planParams } from './planParams';
import { type GivenValue, readParams } from './readParams';
import type { Terms } from './Terms';
import type { Unfolded } from './unfoldCall';

export interface CallPlan {
  readonly target: string;
  readonly edits: readonly Edit[];
  /** Nothing says that BOT_ID is given, and nothing that it is not. */
  readonly assumesBot?: boolean;
}

/**
 * The parameters of a call in their v2 form.
 * @param unfolded where the call is a short form: the call that it stands for
 * @throws Unprovable, Lossy
 */
export function planCall(
  shape: CallShape,
  entry: MethodEntry,
  writer: SourceWriter,
  terms: Terms,
  unfolded?: Unfolded,
): CallPlan {
  const s = syntax();
  const node = shape.params && unwrap(shape.params);
  if (!node && mayBeGivenMore(shape)) throw new Unprovable('unknown-parameters');
  if (!node || literalValue(node)?.value === null || isUndefined(node)) {
    const { target, pieces } = planParams(entry, [], [], writer, terms);
    if (pieces.length > 0) throw new Unprovable('no-parameters');
    return { target, edits: [] };
  }
  const narrow = shape.params && narrowType(shape.params);
  if (narrow) throw new Unprovable('typed-name', narrow.getText(writer.tree));
  if (s.isObjectLiteralExpression(node)) {
    const { built = node, filled, behind = '', edits = [] } = unfolded ?? {};
    const plan = planParams(entry, readParams(built, writer.tree, filled), [], writer, terms);
    const edit = objectEdit(node, plan, growth(edits));
    const { target, assumesBot } = plan;
    return { target, assumesBot, edits: [...edits, { ...edit, text: edit.text + behind }] };
  }
  if (!s.isIdentifier(node)) throw new Unprovable('unknown-parameters');
  const { object, later } = followVariable(node, writer.tree);
  const given = later.map((one) => one.given);
  const plan = planParams(entry, readParams(object, writer.tree), given, writer, terms);
  const edits = [objectEdit(object, plan)];
  for (const one of later) edits.push(...assignmentEdits(one.given, one.assignment, entry, plan));
  return { target: plan.target, assumesBot: plan.assumesBot, edits };
}

/** `call('imbot.…', ...rest)`, and `call.bind(null, 'imbot.…')`, which is not the call yet. */
function mayBeGivenMore({ call }: CallShape): boolean {
  const s = syntax();
  if (!call) return false;
  const callee = unwrap(call.expression);
  const isBound = s.isPropertyAccessExpression(callee) && callee.name.text === 'bind';
  return isBound || call.arguments?.some((one) => s.isSpreadElement(one)) === true;
}

/** By how much edits lengthen the line that they stand in. */
function growth(edits: readonly Edit[]): number {
  return edits.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
}

function objectEdit(object: ts.ObjectLiteralExpression, { pieces, writer }: ParamsPlan, added = 0): Edit {
  const { tree, quote } = writer;
  return { start: object.getStart(tree), end: object.end, text: layOut(pieces, object, tree, quote, added) };
}

/** `p.KEYBOARD = kb` becomes `p.fields.keyboard = keyboard(kb, botId)`. */
function assignmentEdits(
  given: GivenValue,
  assignment: ts.BinaryExpression,
  entry: MethodEntry,
  { pieces, writer, route }: ParamsPlan,
): Edit[] {
  const { tree } = writer;
  const param = entry.params[given.key.toUpperCase()];
  if (param?.decides && param.kind !== 'id' && !param.targets) throw new Unprovable('unproven-value');
  const [piece, ...more] = piecesOf([given], entry.params, writer, route.only);
  if (!piece || piece.key === undefined || piece.text === undefined || more.length > 0)
    throw new Unprovable('unproven-value');
  const [group] = piece.within;
  if (group !== undefined && !pieces.some((one) => one.within[0] === group && one.key !== undefined))
    throw new Unprovable('unproven-value');
  const { left, right } = assignment;
  const access = unwrap(left);
  if (!('expression' in access)) throw new Unprovable('unproven-value');
  const owner = tree.text.slice(left.getStart(tree), ownerEnd(access));
  const path = [...piece.within, piece.key].map((key) => `.${key}`).join('');
  return [
    { start: left.getStart(tree), end: left.end, text: `${owner}${path}` },
    { start: right.getStart(tree), end: right.end, text: piece.text.replaceAll('\r\n', '\n') },
  ];
}

function ownerEnd(access: ts.Expression): number {
  const s = syntax();
  if (s.isPropertyAccessExpression(access) || s.isElementAccessExpression(access)) return access.expression.end;
  return access.end;
}

/** `{ … } as MessageParams`: a type that names v1 parameters. */
function narrowType(given: ts.Expression): ts.TypeNode | undefined {
  const s = syntax();
  let node = given;
  while (s.isParenthesizedExpression(node)) node = node.expression;
  const type =
    s.isAsExpression(node) || s.isSatisfiesExpression(node) || s.isTypeAssertionExpression(node)
      ? node.type
      : undefined;
  return type && !isOpenType(type) ? type : undefined;
}

function isUndefined(node: ts.Expression): boolean {
  return syntax().isIdentifier(node) && node.text === 'undefined';
}
