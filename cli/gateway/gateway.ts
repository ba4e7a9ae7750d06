import type { Cli } from '../Cli';
import { EXIT, type Io } from '../Io';
import { several } from '../several';
import { addLetterCommands } from './letterCommands';
import { SETTINGS } from './settings';

/** Exit codes: 0 stopped by SIGTERM or Ctrl+C, 2 usage, 3 it could not listen. */
export const gatewayCommand: Cli = {
  name: 'gateway',
  summary: 'speak v1 to bots in any language, and v2 to the portal',
  define(command, io, done) {
    addLetterCommands(command, io, done);
    for (const { option, text, kind } of SETTINGS)
      if (kind === 'list') command.option(option, text, several);
      else command.option(option, text);
    command
      .option('--config <file>', 'JSON with all of this, and with several bots')
      .option('--print-config', 'print the configuration as JSON for --config, and stop')
      .addHelpText(
        'after',
        '\nEvery option is also a variable of the environment: IMBOT_GATEWAY_PORTAL, IMBOT_GATEWAY_LISTEN, …',
      )
      .action(async (flags: Readonly<Record<string, unknown>>) => {
        // undici and the servers are loaded when they are wanted.
        const [{ readConfig }, { createLog }, { startGateway }, { logWarnings }] = await Promise.all([
          import('./readConfig'),
          import('./createLog'),
          import('./startGateway'),
          import('./logWarnings'),
        ]);
        const config = readConfig(flags, process.env, io.cwd);
        if (flags['printConfig'] === true) {
          io.out(`${JSON.stringify(config, null, 2)}\n`);
          return done(EXIT.done);
        }
        const secrets = [
          config.token,
          config.botToken,
          config.clientId,
          config.clientSecret,
          ...Object.values(config.handlers ?? {}).flatMap(({ applicationToken, clientId, poll }) => [
            applicationToken,
            clientId,
            poll?.clientId,
            poll?.clientSecret,
          ]),
          ...Object.values(config.bots ?? {}).map((bot) => bot.botToken),
        ];
        const log = createLog(
          io.err,
          secrets.filter((secret) => secret !== undefined),
        );
        const giveBack = logWarnings(log);
        try {
          // Heard from the first moment on: whoever sees it listen may stop it.
          const stopped = io.stopped ?? signalled();
          const running = await startGateway(config, log).catch((error: unknown) => cannotListen(error, io));
          if (running === undefined) return done(EXIT.failed);
          await stopped;
          await running.stop();
          done(EXIT.done);
        } finally {
          giveBack();
        }
      });
  },
};

function cannotListen(error: unknown, io: Io): undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) throw error;
  io.err(`The gateway cannot listen: ${error.code}.\n`);
  return undefined;
}

/** Resolves when the process is asked to end, also by a terminal that closes. A second time ends it at once. */
function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
}
