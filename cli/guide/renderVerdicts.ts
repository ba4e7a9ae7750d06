import type { MethodEntry, Verdict } from '../../src/map/entry';
import { METHODS } from '../../src/map/index';
import { documentation } from '../../src/map/losses';
import { coverageOf } from './coverageOf';
import { table } from './table';

const MEANINGS: Readonly<Record<Verdict, string>> = {
  exact: 'one v2 call, same effect, same answer',
  emulated: 'same effect and answer by several v2 calls',
  lossy: 'v2 would lose what stands in brackets; `auto` keeps the call on v1',
  none: 'v2 has nothing like it; `auto` keeps the call on v1',
};

/** Padded to the longest cell these lines would be unreadable in the source. */
const IGNORE = '<!-- biome-ignore format: written by npm run generate -->';

/** The table of README.md: ordinary calls by verdict. */
export function renderVerdicts(): string {
  const rows = Object.entries(MEANINGS).map(([verdict, meaning]) => {
    const methods = METHODS.map((entry) => ({ entry, coverage: coverageOf(entry) }))
      .filter(({ coverage }) => coverage.verdict === verdict)
      .map(({ entry, coverage }) => link(entry, verdict === 'lossy' ? coverage.losses : []));
    return [verdict, meaning, methods.join(', ')];
  });
  return [IGNORE, ...table(['verdict', 'what it means', 'an ordinary call of'], rows)].join('\n');
}

function link({ v1 }: MethodEntry, losses: readonly string[]): string {
  const anchor = documentation(v1).split('#')[1];
  const reasons = losses.length > 0 ? ` (${losses.join(', ')})` : '';
  return `[${v1.replace(/^imbot\./, '')}](MIGRATION.md#${anchor})${reasons}`;
}
