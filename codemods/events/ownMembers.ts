import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { addTo } from '../source/addTo';
import { attached } from '../source/attached';

/** What a file does with members of `this`. */
interface OwnMembers {
  /** `this.name`, by name, targets of assignments left out. */
  readonly reads: ReadonlyMap<string, readonly ts.PropertyAccessExpression[]>;
  /** `this.name(…)`, by name. */
  readonly calls: ReadonlyMap<string, readonly ts.CallExpression[]>;
  /** What `this[…]` is asked for within a class. */
  readonly asked: ReadonlyMap<ts.Node, readonly ts.Expression[]>;
}

/** Looked up once for a file: every handler of a class asks. */
export function ownMembers(tree: ts.SourceFile): OwnMembers {
  const found = known.get(tree) ?? membersIn(tree);
  known.set(tree, found);
  return found;
}

const known = attached<ts.SourceFile, OwnMembers>();

function membersIn(tree: ts.SourceFile): OwnMembers {
  const s = syntax();
  const reads = new Map<string, ts.PropertyAccessExpression[]>();
  const calls = new Map<string, ts.CallExpression[]>();
  const asked = new Map<ts.Node, ts.Expression[]>();
  const classes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    const isClass = s.isClassLike(node);
    if (isClass) classes.push(node);
    if (isOwn(node) && s.isPropertyAccessExpression(node)) {
      const { parent } = node;
      if (!(s.isBinaryExpression(parent) && parent.left === node)) addTo(reads, node.name.text, node);
      const isPlain = s.isIdentifier(node.name) && !node.questionDotToken;
      if (isPlain && s.isCallExpression(parent) && parent.expression === node) addTo(calls, node.name.text, parent);
    } else if (isOwn(node) && s.isElementAccessExpression(node))
      for (const one of classes) addTo(asked, one, node.argumentExpression);
    s.forEachChild(node, visit);
    if (isClass) classes.pop();
  };
  visit(tree);
  return { reads, calls, asked };
}

function isOwn(node: ts.Node): boolean {
  const s = syntax();
  return (
    (s.isPropertyAccessExpression(node) || s.isElementAccessExpression(node)) &&
    node.expression.kind === s.SyntaxKind.ThisKeyword
  );
}
