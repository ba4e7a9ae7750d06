import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';

/**
 * Does a write by these names change what every transport is built of: how forms, headers, texts and lists are put together,
 * what promises do? A name that JavaScript itself does not have changes nothing, nor does one that is put only where it is missing.
 */
export function isOfAll(path: readonly string[], node: ts.Node): boolean {
  const [first = '', second, third] = path;
  if (!Object.hasOwn(MEMBERS, first)) return false;
  const { own, each } = MEMBERS[first] ?? {};
  const isIt =
    second === undefined
      ? WHOLE.test(first)
      : second === 'prototype'
        ? third === undefined || (each?.test(third) ?? false)
        : (own?.test(second) ?? false);
  return isIt && !isForMissing(path.at(-1) ?? '', node);
}

/** What stands in the thing itself, and what in all that is made of it. */
const MEMBERS: Readonly<Record<string, { readonly own?: RegExp; readonly each?: RegExp }>> = {
  URLSearchParams: { each: /^(?:append|set|delete|toString|forEach|entries|sort)$/ },
  FormData: { each: /^(?:append|set|delete|forEach|entries)$/ },
  Headers: { each: /^(?:append|set|delete|forEach|entries)$/ },
  Object: { own: /^(?:entries|keys|values|assign|fromEntries)$/ },
  Array: { own: /^(?:from|isArray)$/, each: /^(?:map|join|forEach|reduce|filter|concat|push|slice|flatMap|flat)$/ },
  String: { each: /^(?:replace|replaceAll|split|trim|concat|slice|toLowerCase|toUpperCase|toString)$/ },
  Promise: { own: /^(?:resolve|all|race)$/, each: /^(?:then|catch|finally)$/ },
  Function: { each: /^(?:call|apply|bind)$/ },
  encodeURIComponent: {},
};

const WHOLE = /^(?:URLSearchParams|FormData|Headers|encodeURIComponent|Promise|Object|Array|String|Function)$/;

/** `if (!Object.entries) Object.entries = …`, `Object.entries ??= …`, `Object.entries = Object.entries || …` */
export function isForMissing(name: string, node: ts.Node): boolean {
  const s = syntax();
  for (let at = node; !s.isSourceFile(at); at = at.parent) {
    if (s.isBinaryExpression(at) && /^(?:\?\?|\|\|)=?$/.test(at.operatorToken.getText()) && at.getText().includes(name))
      return true;
    if (s.isBinaryExpression(at) && s.isBinaryExpression(at.right) && at.operatorToken.getText() === '=') {
      const { left, operatorToken } = at.right;
      if (/^(?:\?\?|\|\|)$/.test(operatorToken.getText()) && left.getText().endsWith(name)) return true;
    }
    const { parent } = at;
    if (s.isIfStatement(parent) && parent.thenStatement === at && asksForNone(parent.expression, name)) return true;
    if (s.isBinaryExpression(parent) && parent.right === at && /^(?:&&|\|\|)$/.test(parent.operatorToken.getText()))
      if (asksForNone(parent.left, name) || parent.left.getText().endsWith(name)) return true;
  }
  return false;
}

function asksForNone(test: ts.Expression, name: string): boolean {
  const text = test.getText();
  return text.includes(name) && /^!|undefined|['"]function['"]|null/.test(text);
}
