import { printable } from '../../codemods/report/printable';
import { colours } from '../colours';
import type { Io } from '../Io';
import { OPEN_POINTS } from './cutoverTexts';
import type { PlannedStep } from './placePlan';

/** A plan as text: its steps with their calls, and what to know. */
export function printPlan(title: string, steps: readonly PlannedStep[], notes: readonly string[], io: Io): string {
  const c = colours(io);
  const lines = steps.flatMap(({ what, method, shown }, index) => [
    `  ${index + 1}. ${printable(what)}`,
    ...(method === undefined ? [] : [c.dim(`     ${method} ${JSON.stringify(shown ?? {}, withoutQuery)}`)]),
  ]);
  return `${[c.bold(printable(title)), ...lines].join('\n')}\n\n${section('Know', notes, io)}`;
}

/** A handler's query may hold a secret. */
function withoutQuery(key: string, value: unknown): unknown {
  return key === 'webhookUrl' && typeof value === 'string' ? value.replace(/\?.*$/, '?…') : value;
}

export function section(title: string, lines: readonly string[], io: Io): string {
  if (lines.length === 0) return '';
  return `${colours(io).bold(title)}\n${lines.map((line) => `  - ${printable(line)}`).join('\n')}\n\n`;
}

export function openPoints(io: Io): string {
  return section('What the documentation leaves open', OPEN_POINTS, io);
}
