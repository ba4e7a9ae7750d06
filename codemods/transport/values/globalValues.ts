import type { ts } from 'ts-morph';
import { apartOf, lookedUp } from '../apartOf';
import { sharedChanges } from '../changes/sharedChanges';
import { writesIn } from '../changes/writesIn';
import type { ReadingEngine, Value } from '../types';
import { REPLACED } from './Value';

/** What is put under a global name: `window.call = …` of the same file, and of `fetch` what any given file puts there. */
export function globalValues(name: string, tree: ts.SourceFile, engine: ReadingEngine): readonly Value[] {
  if (engine.isApart) return [];
  const here = (writesIn(tree).named.get(name) ?? []).flatMap(({ target, value }): Value[] => {
    if (!/^(?:window|globalThis|self|global)$/.test(target.getText())) return [];
    const put = value ? lookedUp(value, apartOf(engine)) : REPLACED;
    return [/^(?:function|external|native)$/.test(put.kind) ? put : REPLACED];
  });
  if (name !== 'fetch') return here;
  return [...here, ...sharedChanges(name, engine)].map((one) =>
    one.kind === 'function' ? { ...one, isForAll: true } : one,
  );
}
