import { moveEvent } from './moveEvent';
import { rewriteSite } from './rewrite/rewriteSite';
import type { Transform } from './site';

/** What `rewrite` makes of a site: calls move where that is proven; events and foreign code are only judged here. */
export const moveSite: Transform = (site, file, context) =>
  site.kind === 'event' || !site.shape
    ? { ...moveEvent(site, file, context), edits: [] }
    : rewriteSite(site, file, context);
