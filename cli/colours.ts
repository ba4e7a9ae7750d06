import picocolors from 'picocolors';
import type { Io } from './Io';

export type Colours = ReturnType<typeof picocolors.createColors>;

export function colours({ color }: Pick<Io, 'color'>): Colours {
  return picocolors.createColors(color);
}

/** A unified diff as people know it: what goes red, what comes green. */
export function colouredDiff(diff: string, c: Colours): string {
  return diff
    .split('\n')
    .map((line) => {
      if (line.startsWith('---') || line.startsWith('+++')) return c.bold(line);
      if (line.startsWith('@@')) return c.cyan(line);
      if (line.startsWith('-')) return c.red(line);
      return line.startsWith('+') ? c.green(line) : line;
    })
    .join('\n');
}
