import type { ts } from 'ts-morph';
import { lookedUp } from '../apartOf';
import type { ReadingEngine } from '../types';
import type { Handed } from './handedOn';
import { holdersOf } from './holdersOf';
import { doneByListeners } from './listenersChange';
import { plainRoot } from './plainRoot';
import { writesIn } from './writesIn';

/** Holders that a file hands to listeners which put something into them: `bus.emit('ready', api)`. */
export function heardBy(tree: ts.SourceFile, apart: ReadingEngine): Handed[] {
  return writesIn(tree).calls.flatMap((call) =>
    (call.arguments ?? []).flatMap((given, at) => {
      if (plainRoot(given)) return [];
      const done = doneByListeners(call, at, apart);
      if (done.length === 0) return [];
      const holders = holdersOf(lookedUp(given, apart), apart) ?? [];
      return done.flatMap(({ write, isOfPrototype }) =>
        isOfPrototype ? [] : holders.map((holder) => ({ write, holder })),
      );
    }),
  );
}
