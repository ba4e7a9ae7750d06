import { run } from '../../cli/run';

/** The command line in this process: `gateway` until it is stopped, or any other to its end. */
export interface CommandRun {
  readonly url: string;
  readonly lines: Record<string, unknown>[];
  /** Resolves to the exit code. */
  readonly stop: () => Promise<number>;
}

export async function runGateway(cwd: string, ...options: string[]): Promise<CommandRun> {
  const lines: Record<string, unknown>[] = [];
  let end: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    end = resolve;
  });
  let code: Promise<number> = Promise.resolve(0);
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const err = (text: string): void => {
      said += text;
      if (!text.startsWith('{')) return;
      const line: Record<string, unknown> = JSON.parse(text);
      lines.push(line);
      if (line['event'] === 'listening') resolve(String(line['url']));
    };
    const io = { out: () => {}, err, stdin: process.stdin, cwd, color: false, terminal: false, stopped };
    code = run(['gateway', '--listen', '127.0.0.1:0', ...options], io);
    code.then(() => reject(new Error(said)), reject);
  });
  return {
    url,
    lines,
    stop: () => {
      end();
      return code;
    },
  };
}

export async function runToEnd(cwd: string, ...argv: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const write = (text: string): void => {
    out += text;
  };
  const io = { out: write, err: write, stdin: process.stdin, cwd, color: false, terminal: false };
  return { code: await run(argv, io), out };
}
