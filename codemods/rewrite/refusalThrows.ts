import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { TransportReading } from '../transport/TransportReading';

/** Does a transport that was followed throw wherever the portal refuses, and never give back something instead? */
export function refusalThrows({ failures, instead, answer, clientThrows, steps, clients }: TransportReading): boolean {
  const givesNothing = answer === 'nothing';
  const others = failures.filter((one) => !one.startsWith('throws') && !(givesNothing && one === 'returns-nothing'));
  const throws = failures.some((one) => one.startsWith('throws'));
  if (!throws || others.length > 0 || (instead.length > 0 && !givesNothing)) return false;
  // Some versions of the SDK throw, others give back what went wrong.
  if (clients.some((one) => /b24jssdk|^BX24$/.test(one))) return false;
  if (clientThrows === 'through') return true;
  return steps.some(({ node }) =>
    throwsIn(node).some((thrown) => isOnRefusal(thrown, node, clientThrows === 'caught')),
  );
}

/** `throw …`, `reject(…)`, `Promise.reject(…)` of a function and of those within it. */
function throwsIn(node: ts.Node): ts.Node[] {
  const s = syntax();
  const found: ts.Node[] = [];
  const visit = (at: ts.Node): void => {
    if (s.isThrowStatement(at)) found.push(at);
    else if (s.isCallExpression(at) && /^(?:Promise\.)?reject$/.test(at.expression.getText())) found.push(at);
    s.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/** Under a condition that says that the portal refused; or behind one that says that it did not. */
function isOnRefusal(thrown: ts.Node, root: ts.Node, isRethrown: boolean): boolean {
  const s = syntax();
  for (let at = thrown; at !== root && at.parent; at = at.parent) {
    const { parent } = at;
    if (s.isIfStatement(parent)) {
      if (parent.thenStatement === at) return REFUSED.test(parent.expression.getText()) && !names(parent.expression);
      return parent.elseStatement === at && SUCCEEDED.test(parent.expression.getText()) && !names(parent.expression);
    }
    if (s.isConditionalExpression(parent)) return REFUSED.test(parent.condition.getText()) && !names(parent.condition);
    if (s.isCatchClause(parent)) return isRethrown;
    if (s.isBlock(parent) && s.isStatement(at)) {
      const before = parent.statements.slice(0, parent.statements.indexOf(at));
      if (before.some(returnsOnSuccess)) return true;
    }
  }
  return false;
}

function returnsOnSuccess(node: ts.Statement): boolean {
  const s = syntax();
  if (!s.isIfStatement(node)) return false;
  const { thenStatement, expression } = node;
  const last = s.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  const isReturned = last !== undefined && (s.isReturnStatement(last) || /\bresolve\(/.test(last.getText()));
  return isReturned && SUCCEEDED.test(expression.getText()) && !names(expression);
}

const REFUSED =
  /\berrors?\b|!\s*(?:[\w$]+\??\.)*(?:ok|isSuccess)\b|(?:ok|isSuccess)\s*===?\s*false|\bstatus(?:Code)?\s*(?:!==?\s*200|>=\s*(?:300|400)|>\s*(?:299|399))/i;
const SUCCEEDED = /!\s*(?:[\w$]+\??\.)*errors?\b|\b(?:ok|isSuccess|result)\b|errors?\s*===?\s*(?:undefined|null)/i;

/** A condition that names a code is about that one. */
function names(condition: ts.Expression): boolean {
  return /['"`]/.test(condition.getText().replace(/['"`](?:error|result|ok)['"`]/g, ''));
}
