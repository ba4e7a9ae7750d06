import { REASONS } from '../../codemods/report/reasons';
import { documentation, LOSSES } from '../../src/map/losses';
import { table } from './table';

/** Why the codemods leave a site: their own reasons; the losses have sections of their own. */
export function renderReasons(): string[] {
  const own = [...REASONS.values()].filter(({ id }) => !Object.hasOwn(LOSSES, id));
  return [
    'In a report a site that stays has one or more of these reasons, or the id of a loss. `npx imbot-compat explain ID` prints the same.',
    '',
    ...table(
      ['reason', 'what it is', 'what to do'],
      own.map(({ id, message, advice }) => [`${target(id)}\`${id}\``, message, advice]),
    ),
    '',
  ];
}

/** The section of names that never existed carries its anchor itself. */
function target(id: string): string {
  return id === 'never-existed' ? '' : `<a id="${documentation(id).split('#')[1]}"></a>`;
}
