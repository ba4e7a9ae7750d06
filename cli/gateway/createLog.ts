import { redact } from '../../src/http/redact';

/** Writes one line of JSON an event. Secrets are taken out of every text. */
export type Log = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

export function createLog(
  write: (line: string) => void,
  secrets: readonly string[],
  now: () => number = Date.now,
): Log {
  return (event, fields = {}) => {
    const line = JSON.stringify({ time: new Date(now()).toISOString(), event, ...fields });
    write(`${redact(line, secrets)}\n`);
  };
}
