import { notify, type Warnings } from '../engine/notify';
import { NOTICES } from '../engine/texts';
import { adapterInPlace } from '../events/adapterInPlace';

/**
 * `events: 'v2'` promises that handlers run through `imbot-compat/events`. Handlers are often made after the client, so
 * the promise is looked at once the program has started.
 */
export function warnWithoutAdapter(warnings: Warnings | undefined): void {
  setImmediate(() => {
    if (!adapterInPlace()) notify(warnings, 'events-adapter', NOTICES.eventsAdapter, 'loss-event-format');
  }).unref();
}
