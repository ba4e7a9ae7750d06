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
    // In its place: what vitest stubs and takes back is this very object.
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
