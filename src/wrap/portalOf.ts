import { portalKey } from '../facade/portalKey';
import { findPlace } from './findPlace';
import type { CallLayout } from './types';

/** The key of a call's portal, by the layout. */
export function portalOf(portal: CallLayout['portal'], args: readonly unknown[], self: unknown): string | undefined {
  if (portal === undefined) return undefined;
  if (typeof portal === 'function') return portalKey(Reflect.apply(portal, self, args));
  return portalKey(findPlace(portal, args, self)?.value);
}
