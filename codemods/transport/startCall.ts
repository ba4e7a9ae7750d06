import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import { createReadingEngine, type ReadingEngineOptions } from './createReadingEngine';
import type { MethodValue, Reach, ReadingEngine, Value } from './types';
import { objectOf } from './values/Value';

/** What is read: which nodes name the method and which hold the parameters, and the call that they stand in. */
export interface NameRead {
  readonly call?: ts.CallExpression | ts.NewExpression;
  readonly name: ts.Expression;
  readonly params?: ts.Expression;
  /** The argument that holds the command, where it is gathered with others before it is sent. */
  readonly commands?: ts.Expression;
  /** The parameters of other commands that go out with it, which are not added by the transport. */
  readonly beside?: readonly ts.Expression[];
  /** As v1 and as v2 call the method. */
  readonly method: string;
  readonly targets: readonly string[];
}

interface Started {
  readonly engine: ReadingEngine;
  readonly method: MethodValue;
  /** What functions that the site hands over are given. */
  readonly callbacks: readonly Value[];
}

/** An engine in which the nodes of a site stand for the method and the parameters. */
export function startCall(read: NameRead, reach: Reach, options: ReadingEngineOptions = {}): Started {
  const method: MethodValue = {
    kind: 'method',
    v1: read.method,
    v2: read.targets.length > 0 ? read.targets : [read.method],
  };
  const overrides = new Map<ts.Node, Value>([[read.name, method]]);
  for (const other of read.beside ?? []) overrides.set(other, { kind: 'params' });
  if (read.params) overrides.set(read.params, { kind: 'params' });
  if (read.commands) {
    const command = objectOf({ method, params: { kind: 'params' } });
    overrides.set(read.commands, { kind: 'object', fields: new Map(), others: [command], spreads: [] });
  }
  const engine = createReadingEngine(reach, overrides, read.call ?? read.name, options);
  return { engine, method, callbacks: read.call ? withCallbacks(read.call, overrides) : [] };
}

/** Functions that the site itself hands over are not run: what they are given is the answer. */
function withCallbacks(call: ts.CallExpression | ts.NewExpression, overrides: Map<ts.Node, Value>): Value[] {
  const s = syntax();
  const got: Value[] = [];
  for (const given of call.arguments ?? []) {
    if (!s.isArrowFunction(given) && !s.isFunctionExpression(given)) continue;
    overrides.set(given, {
      kind: 'native',
      call: (values) => {
        got.push(...values);
        return { kind: 'literal', value: undefined };
      },
    });
  }
  return got;
}
