import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { referencesOf } from '../source/declarations';
import { Unprovable } from '../source/Unprovable';
import type { Payload } from './createPayload';
import { eventField } from './eventField';
import type { OpenBody } from './findHandlers';
import { followName } from './followPayload';
import { hasType } from './hasType';

/**
 * Moves a handler that reads flat keys, `params.get('data[PARAMS][DIALOG_ID]')` or `body['data[PARAMS][DIALOG_ID]']`.
 * Tells whether it is one.
 * @throws Unprovable where it is one that cannot be moved
 */
export function flatEdits(body: OpenBody, payload: Payload): boolean {
  const s = syntax();
  const holder = holderOf(body);
  if (!holder) return false;
  const reads = referencesOf(holder, payload.tree).map(keyRead);
  if (!reads.some((read) => read?.key.startsWith('data['))) return false;
  if (!s.isParameter(holder) && hasType(holder)) throw new Unprovable('event-typed');
  for (const read of reads) {
    if (!read) throw new Unprovable('event-passed-on');
    const path = /^data((?:\[[^\]]+\])+)$/.exec(read.key)?.[1]?.slice(1, -1).split('][');
    if (read.key === 'event') followName(read.access, payload);
    else if (path && read.literal) moveKey(read.literal, path, payload);
    else if (!/^(?:ts|event_handler_id|auth\[\w+\])$/.test(read.key)) throw new Unprovable('event-unproven');
  }
  return true;
}

function moveKey(key: ts.StringLiteralLike, path: readonly string[], payload: Payload): void {
  const events = payload.eventsAt(key);
  if (path[0] === 'BOT' || path[0] === 'COMMAND') throw new Unprovable('event-bots');
  const source = eventField(path.join('.'), events);
  if (source.before || source.behind) throw new Unprovable('event-unproven');
  const text = `data${source.path.map((one) => `[${one}]`).join('')}`;
  payload.replace(key.getStart(payload.tree) + 1, key.end - 1, text);
}

/** The variable or parameter that holds the pairs. */
function holderOf(body: OpenBody): ts.VariableDeclaration | ts.ParameterDeclaration | undefined {
  const s = syntax();
  if (body.kind === 'parameter') return body.node;
  let at = body.node.parent;
  while (s.isParenthesizedExpression(at) || s.isAwaitExpression(at) || s.isAsExpression(at)) at = at.parent;
  return s.isVariableDeclaration(at) && s.isIdentifier(at.name) ? at : undefined;
}

interface KeyRead {
  readonly key: string;
  /** Absent where the key is a property name. */
  readonly literal?: ts.StringLiteralLike;
  /** The expression that is the value. */
  readonly access: ts.Expression;
}

function keyRead(reference: ts.Identifier): KeyRead | undefined {
  const s = syntax();
  const { parent } = reference;
  if (s.isElementAccessExpression(parent) && parent.expression === reference) {
    const literal = parent.argumentExpression;
    return s.isStringLiteralLike(literal) ? { key: literal.text, literal, access: parent } : undefined;
  }
  if (!s.isPropertyAccessExpression(parent) || parent.expression !== reference) return undefined;
  const call = parent.parent;
  if (!s.isCallExpression(call) || call.expression !== parent) return { key: parent.name.text, access: parent };
  const [literal] = call.arguments;
  const isGet = parent.name.text === 'get' && literal && s.isStringLiteralLike(literal);
  return isGet ? { key: literal.text, literal, access: call } : undefined;
}
