import type { ts } from 'ts-morph';
import { EVENT_FIELDS_WITHOUT_V2 } from '../../src/map/events';
import type { ReasonId } from '../reasons';
import { textOf } from '../source/textOf';
import { syntax } from '../sourceFile';
import { isV1Event } from './eventField';
import type { Handler } from './findHandlers';
import { handlerOf } from './traceBody';

/**
 * Does the handler, or a function beside it that it names, read a field that v2 cannot give, adapter or not? The name in
 * their text is enough to say so.
 */
export function lostFields({ body, sites }: Handler, tree: ts.SourceFile): ReasonId[] {
  const own = topStatement(handlerOf(body));
  const named = wordsOf(own, tree);
  const around = tree.statements.filter((one) => one === own || namesOf(one).some((name) => named.has(name)));
  const words = new Set(around.flatMap((one) => [...wordsOf(one, tree)]));
  const isRead = sites.some(
    ({ method }) =>
      isV1Event(method) &&
      EVENT_FIELDS_WITHOUT_V2[method].some((path) => !COMMON.has(path) && words.has(path.slice('PARAMS.'.length))),
  );
  return isRead ? ['event-field-lost'] : [];
}

function topStatement(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent && !syntax().isSourceFile(at.parent)) at = at.parent;
  return at;
}

function wordsOf(node: ts.Node, tree: ts.SourceFile): ReadonlySet<string> {
  return new Set(textOf(node, tree).match(/\b\w+\b/g) ?? []);
}

function namesOf(statement: ts.Statement): string[] {
  const s = syntax();
  if (s.isVariableStatement(statement)) return statement.declarationList.declarations.map(({ name }) => name.getText());
  return s.isFunctionDeclaration(statement) && statement.name ? [statement.name.text] : [];
}

/** Also the name of a field that v2 does give, under another owner or event. */
const COMMON: ReadonlySet<string> = new Set(['PARAMS.MESSAGE', 'PARAMS.COMMAND_CONTEXT']);
