import { follows, type Walked } from './jsonInOrder';

/**
 * Do the commands of a batch that came as a form, `cmd[10]=…&cmd[2]=…`, stand in the order in which JavaScript walks their keys?
 * PHP runs and answers them as they came. What only looks like a command counts too: such a batch goes on as it is.
 */
export function commandsInOrder(form: string): boolean {
  const walked: Walked = { last: -1, named: false };
  const seen = new Set<string>();
  for (const [, key = ''] of form.matchAll(COMMAND)) {
    if (seen.has(key)) continue;
    if (key !== '') seen.add(key);
    if (!follows(walked, key === '' ? String(walked.last + 1) : key)) return false;
  }
  return true;
}

const COMMAND = /\bcmd(?:\[|%5B)([^\]&=%"]*)/gi;
