import { eventSite } from './events/eventSite';
import { judge } from './judge';
import type { Transform } from './site';

/** What `events` makes of a site: events move or get the adapter; calls are only judged here. */
export const moveEvent: Transform = (site, file, context) =>
  site.kind === 'event' && site.node ? eventSite(site, file, context) : judge(site);
