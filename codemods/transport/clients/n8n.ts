import type { ts } from 'ts-morph';
import { syntax } from '../../files/sourceFile';
import { unwrap } from '../../source/unwrap';
import { clientMayThrow } from '../clientMayThrow';
import type { ReadingEngine, Value } from '../types';
import { answer, UNKNOWN } from '../values/Value';
import { contentType, option, send, textIn } from './clientParts';

/**
 * `this.helpers.request(options)` of n8n nodes, `this.helpers.httpRequestWithAuthentication.call(this, name, options)`. The
 * old ones take what `request` took, and leave a text what they are not told is JSON.
 */
export function n8n(given: readonly Value[], node: ts.Node, engine: ReadingEngine): Value | undefined {
  const helper = helperOf(node);
  if (!helper) return undefined;
  const { name, isThrough } = helper;
  const own = isThrough ? given.slice(1) : given;
  const at = own.findIndex(({ kind }) => kind === 'object');
  const options = own[at];
  // Helpers of somebody else may send what axios does.
  if (!options || option(options, 'data', 'params')) return undefined;
  const isOld = name.startsWith('request');
  const url = option(options, 'url', 'uri') ?? (name === 'request' ? own[at - 1] : undefined);
  const body = option(options, 'body');
  const form = isOld ? option(options, 'form') : undefined;
  const parts = isOld ? option(options, 'formData') : undefined;
  const query = option(options, 'qs');
  const sent = body ?? form ?? parts;
  send(engine, {
    client: 'request',
    url: url ?? UNKNOWN,
    ...(sent ? { body: sent, encoding: body ? ofHeader(options, isOld) : form ? 'form' : 'multipart' } : RAW),
    ...(query ? { query, queryEncoding: 'form' } : {}),
    node,
  });
  const isQuiet = isTold(option(options, isOld ? 'simple' : 'ignoreHttpStatusErrors'), isOld ? 'false' : 'true');
  if (!isQuiet) clientMayThrow(engine);
  if (BYTES.test(textIn(option(options, 'encoding')))) return UNKNOWN;
  if (isTold(option(options, isOld ? 'resolveWithFullResponse' : 'returnFullResponse'))) return answer('body');
  return isOld && !isTold(option(options, 'json')) ? answer('text') : answer('envelope');
}

const HELPERS = /^(?:httpRequest(?:WithAuthentication)?|request(?:WithAuthentication|OAuth[12])?)$/;
const BYTES = /arraybuffer|stream|blob/;
const RAW = { encoding: 'raw' } as const;

function isTold(value: Value | undefined, text = 'true'): boolean {
  return textIn(value) === text;
}

/** A body that a header calls a form is sent as one: the old helper nests what is in it, the new one does not. */
function ofHeader(options: Value, isOld: boolean): 'json' | 'form' | 'flat' | 'multipart' {
  const type = contentType(options);
  if (type.includes('multipart')) return 'multipart';
  return type.includes('x-www-form-urlencoded') ? (isOld ? 'form' : 'flat') : 'json';
}

interface Helper {
  readonly name: string;
  /** By `call`, which is given what it runs on first. */
  readonly isThrough: boolean;
}

function helperOf(node: ts.Node): Helper | undefined {
  const s = syntax();
  if (!s.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const isThrough = s.isPropertyAccessExpression(callee) && callee.name.text === 'call';
  const helper = isThrough ? unwrap(callee.expression) : callee;
  const name = keyAt(helper);
  if (name === undefined || !HELPERS.test(name)) return undefined;
  const holder =
    s.isPropertyAccessExpression(helper) || s.isElementAccessExpression(helper) ? helper.expression : helper;
  const from = unwrap(holder);
  return (s.isIdentifier(from) ? from.text : keyAt(from)) === 'helpers' ? { name, isThrough } : undefined;
}

function keyAt(node: ts.Expression): string | undefined {
  const s = syntax();
  if (s.isPropertyAccessExpression(node)) return node.name.text;
  return s.isElementAccessExpression(node) && s.isStringLiteralLike(node.argumentExpression)
    ? node.argumentExpression.text
    : undefined;
}
