import { Readable } from 'node:stream';
import { run } from '../../cli/run';

/** Runs the command line in this process, with its own environment. */
export async function imbotCompat(argv: readonly string[], env: Record<string, string> = {}, cwd = process.cwd()) {
  let out = '';
  let err = '';
  const before = { ...process.env };
  Object.assign(process.env, env);
  try {
    const code = await run(argv, {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        err += text;
      },
      stdin: Readable.from([]),
      cwd,
      color: false,
      terminal: false,
      sleep: async () => {},
    });
    return { code, out, err };
  } finally {
    process.env = before;
  }
}
