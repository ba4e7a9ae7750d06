import { printableLines } from '../codemods/report/printable';
import { EXIT, type Io } from './Io';
import { run } from './run';

const plain = process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '';
const io: Io = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  stdin: process.stdin,
  cwd: process.cwd(),
  color: process.env.FORCE_COLOR ? process.env.FORCE_COLOR !== '0' : process.stdout.isTTY === true && !plain,
  terminal: process.stderr.isTTY === true,
};

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

try {
  process.exitCode = await run(process.argv.slice(2), io);
} catch (error) {
  // Not the user's mistake: the trace is for the report that we ask for.
  io.err(
    printableLines(
      `imbot-compat failed, please report it: ${error instanceof Error ? (process.env.DEBUG ? error.stack : error.message) : error}\n`,
    ),
  );
  process.exitCode = EXIT.failed;
}
