import { eventSite } from '../events/eventSite';
import { rewriteSite } from '../rewrite/rewriteSite';
import { judgeSite } from './judgeSite';
import type { SiteOutcome, Transform } from './site';

/** What `rewrite` makes of a site: calls move where that is proven; events are only judged. */
export const moveCallSite: Transform = (site, file, context) =>
  site.kind === 'event'
    ? judged(moveEventSite(site, file, context))
    : site.shape && !site.reasons.includes('script-in-text')
      ? rewriteSite(site, file, context)
      : judgeSite(site);

/** What `events` makes of a site: events move or get the adapter; calls are only judged. */
export const moveEventSite: Transform = (site, file, context) => {
  if (site.kind !== 'event') return judged(moveCallSite(site, file, context));
  return site.node && !site.reasons.includes('script-in-text') ? eventSite(site, file, context) : judgeSite(site);
};

/** What `scan` says of a site: `auto` means that the command for it moves it, so that command is asked. */
export const judgeOnly: Transform = (site, file, context) => judged(moveCallSite(site, file, context));

/** The same verdict for a command that leaves the site to another one. */
function judged({ verdict, reasons, params, target }: SiteOutcome): SiteOutcome {
  return {
    edits: [],
    verdict,
    reasons,
    ...(params === undefined ? {} : { params }),
    ...(target === undefined ? {} : { target }),
  };
}
