import type { ts } from 'ts-morph';
import { methodEntry } from '../../src/map/index';
import { treeOf } from '../files/sourceFile';
import type { Assumption, CallShape, Site, SourceText, TransformContext } from '../plan/site';
import { attached } from '../source/attached';
import { Unprovable } from '../source/Unprovable';
import { findFunctions } from '../transport/findFunctions';
import { type CallRead, readNamed, readTransport } from '../transport/readTransport';
import type { TransportReading } from '../transport/TransportReading';
import type { Reach } from '../transport/types';

/**
 * The reading of a site's transport; undefined where no call is seen.
 * @param commands the argument that holds the command, where it is gathered with others before it is sent in parts
 * @param beside the parameters of the others
 */
export function transportOf(
  shape: CallShape,
  method: string,
  file: SourceText,
  context: TransformContext,
  commands?: ts.Expression,
  beside: readonly ts.Expression[] = [],
): TransportReading | undefined {
  const { call, name, params } = shape;
  if (!call) return undefined;
  const read: CallRead = {
    call,
    name,
    ...(params ? { params } : {}),
    ...(commands ? { commands } : {}),
    ...(beside.length > 0 ? { beside } : {}),
    method,
    targets: methodEntry(method)?.v2 ?? [],
  };
  const reach = reachOf(file, context);
  const reading = readOnce(read, () => readTransport(read, treeOf(file), reach));
  const isAssumed = reading.unseen !== undefined && context.assumeTransport !== undefined;
  return isAssumed ? withNamesakes(reading, read, file, context, reach) : reading;
}

const reaches = attached<readonly Site[], Reach>();

/** How other files are reached from a file: one for all of its sites. */
export function reachOf(file: SourceText, { sites, resolve, importers, named, sharing }: TransformContext): Reach {
  const known = reaches.get(sites);
  if (known) return known;
  const reach: Reach = {
    ...(importers ? { importers } : {}),
    ...(named ? { named } : {}),
    ...(sharing ? { sharing } : {}),
    resolve(specifier, from) {
      const found = resolve?.(specifier, from);
      return found?.path === file.path ? file : found;
    },
  };
  reaches.set(sites, reach);
  return reach;
}

/** Readings by their call, then by what tells one command of it from another. */
const readings = new WeakMap<ts.Node, Map<string, TransportReading>>();

/** Commands of one batch that call the same method in the same form travel alike: each is not followed anew. */
function readOnce({ call, name, params, method }: CallRead, read: () => TransportReading): TransportReading {
  const known = readings.get(call) ?? new Map<string, TransportReading>();
  readings.set(call, known);
  const key = `${method} ${formOf(name, call)} ${params ? formOf(params, call) : ''}`;
  const reading = known.get(key) ?? read();
  known.set(key, reading);
  return reading;
}

/** The kinds of the nodes between an expression and its call. */
function formOf(node: ts.Node, call: ts.Node): string {
  const kinds: number[] = [];
  for (let at: ts.Node | undefined = node; at && at !== call; at = at.parent) kinds.push(at.kind);
  return kinds.join('.');
}

/** The word of the user is about what nobody sees; a function of this name in the given files is there to be seen. */
function withNamesakes(
  reading: TransportReading,
  read: CallRead,
  file: SourceText,
  { named }: TransformContext,
  reach: Reach,
): TransportReading {
  const name = /[\w$]+$/.exec(read.call.expression.getText())?.[0];
  if (name === undefined || !named) return reading;
  const others = named(name).flatMap((other) =>
    findFunctions(other.path === file.path ? file : other)
      .filter((found) => found.name === name)
      .map((found) => readNamed(read, treeOf(file), found, reach)),
  );
  const encodings = [reading, ...others].map(({ encoding }) => encoding);
  const encoding = (['flat', 'multipart', 'form', 'json'] as const).find((one) => encodings.includes(one));
  return {
    ...reading,
    ...(encoding ? { encoding } : {}),
    added: [...reading.added, ...others.flatMap(({ added }) => added)],
    dependsOnName: [...reading.dependsOnName, ...others.flatMap(({ dependsOnName }) => dependsOnName)],
    comparesCodes: [...reading.comparesCodes, ...others.flatMap(({ comparesCodes }) => comparesCodes)],
  };
}

/**
 * What has to be true of a transport before a call of it moves; what is only taken to be true is given back.
 * @throws Unprovable
 */
export function checkTransport(reading: TransportReading | undefined): Assumption[] {
  if (reading?.encoding === 'flat' || reading?.encoding === 'multipart') throw new Unprovable('flat-transport');
  if (reading && reading.dependsOnName.length > 0) throw new Unprovable('name-dependent');
  const added = new Set(reading?.added.map(({ key }) => key));
  if (added.has('CLIENT_ID')) throw new Unprovable('adds-client-id');
  if (added.size > 0) throw new Unprovable('unknown-spread');
  if (reading && reading.comparesCodes.length > 0) throw new Unprovable('compares-v1-errors');
  if (reading && !reading.unseen && reading.looksAtResult.length > 0) throw new Unprovable('unproven-answer');
  if (reading?.unseen === 'own-server') throw new Unprovable('transport-unseen');
  return reading && reading.unseen === undefined ? [] : ['transport'];
}

/**
 * Said last: what stands at the site itself tells more.
 * @param type one that need not take the v2 call
 * @throws Unprovable
 */
export function checkAssumed(
  assumed: readonly Assumption[],
  reading: TransportReading | undefined,
  { assumeTransport }: TransformContext,
  type: string | undefined,
): void {
  if (!assumed.includes('transport') || assumeTransport === 'json') return;
  if (reading?.unseen === 'too-far') throw new Unprovable('transport-too-far');
  throw type === undefined ? new Unprovable('transport-unseen') : new Unprovable('typed-name', type);
}
