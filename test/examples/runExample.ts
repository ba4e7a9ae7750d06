import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Run {
  code: number;
  out: string;
  err: string;
}

/** Runs `examples/NAME.js` as a user would, on the built package. */
export function runExample(name: string, env: Record<string, string> = {}): Promise<Run> {
  const file = fileURLToPath(new URL(`../../examples/${name}.js`, import.meta.url));
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { env: { ...process.env, ...env } }, (error, out, err) => {
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, out, err });
    });
  });
}
