import { methodEntry } from '../../src/map/index';
import type { Assumption, CallShape, SourceText, TransformContext } from '../site';
import { Unprovable } from '../source/Unprovable';
import { treeOf } from '../sourceFile';
import { readTransport } from '../transport/readTransport';
import type { TransportReading } from '../transport/TransportReading';

/** The reading of a site's transport; undefined where no call is seen. */
export function transportOf(
  shape: CallShape,
  method: string,
  file: SourceText,
  context: TransformContext,
): TransportReading | undefined {
  const { call, name, params } = shape;
  if (!call) return undefined;
  const { resolve, importers } = context;
  return readTransport(
    { call, name, ...(params ? { params } : {}), method, targets: methodEntry(method)?.v2 ?? [] },
    treeOf(file),
    {
      ...(importers ? { importers } : {}),
      resolve(specifier, from) {
        const found = resolve?.(specifier, from);
        return found?.path === file.path ? file : found;
      },
    },
  );
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
  if (reading?.unseen === 'own-server') throw new Unprovable('transport-unseen');
  return reading && reading.unseen === undefined ? [] : ['transport'];
}

/**
 * Said last: what stands at the site itself tells more.
 * @throws Unprovable
 */
export function checkAssumed(assumed: readonly Assumption[], { assumeTransport }: TransformContext): void {
  if (assumed.includes('transport') && assumeTransport !== 'json') throw new Unprovable('transport-unseen');
}
