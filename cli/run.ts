import { Command, CommanderError } from 'commander';
import { printable } from '../codemods/report/printable';
import { version } from '../package.json';
import { UsageError } from '../src/errors/UsageError';
import { COMMANDS } from './commands';
import { EXIT, type Io } from './Io';
import { overview } from './overview';
import { terminalSafe } from './terminalSafe';

/** Runs the command line and resolves to the exit code. A user's mistake is a sentence, never a stack trace. */
export async function run(argv: readonly string[], given: Io): Promise<number> {
  const io = terminalSafe(given);
  let code: number = EXIT.done;
  const program = new Command('imbot-compat')
    .description('Moves Bitrix24 bots from imbot v1 to imbot.v2, and says what it cannot move.')
    .version(version)
    .showHelpAfterError('(run with --help for what there is)')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err });
  program.allowExcessArguments().action(async () => {
    const [given] = program.args;
    if (given !== undefined)
      throw new UsageError(
        `There is no command ${given}. imbot-compat scan PATH looks at files, --help lists all commands.`,
      );
    code = await overview(io);
  });
  for (const command of COMMANDS) {
    const subcommand = program.command(command.name).description(command.summary);
    subcommand.exitOverride().configureOutput({ writeOut: io.out, writeErr: io.err });
    command.define(subcommand, io, (result) => {
      code = result;
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (!isForUsers(error)) throw error;
    io.err(`${printable(error.message)}\n`);
    return EXIT.usage;
  }
  return code;
}

const FOR_USERS = new Set(['UsageError', 'SyntaxMissing']);

/** By name: the error may come from a lazily loaded chunk. */
function isForUsers(error: unknown): error is Error {
  return error instanceof Error && FOR_USERS.has(error.name);
}
