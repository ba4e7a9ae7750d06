import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printable } from '../../codemods/report/printable';
import { UsageError } from '../../src/errors/UsageError';
import type { DeadLetters } from '../../src/gateway/events/DeadLetters';
import { EXIT, type Io } from '../Io';
import { counted } from '../printSites';

/** `gateway dead-letters` and `gateway replay`: events that no handler took. Exit codes: 0 none is left, 1 some are, 2 usage. */
export function addLetterCommands(command: Command, io: Io, done: (code: number) => void): void {
  // The journal is an option of the gateway too, which takes it wherever it stands in the line.
  const add = (name: string, text: string, run: (letters: DeadLetters) => Promise<void>): void => {
    const subcommand = command.command(name).description(text).exitOverride();
    subcommand.configureOutput({ writeOut: io.out, writeErr: io.err });
    subcommand.option('--journal <file|redis>', 'the journal of the gateway').action(async () => {
      const { journal, redis, portal } = subcommand.optsWithGlobals<{
        journal?: string;
        redis?: string;
        portal?: string;
      }>();
      const where = journal ?? redis;
      if (where === undefined) throw new UsageError('Which events? Give --journal FILE.');
      const [{ connectRedis }, { fileDeadLetters }, { redisDeadLetters }, { isRedisUrl }] = await Promise.all([
        import('./connectRedis'),
        import('../../src/gateway/events/fileDeadLetters'),
        import('../../src/gateway/events/redisDeadLetters'),
        import('./openRedis'),
      ]);
      if (!isRedisUrl(where)) return run(fileDeadLetters(resolve(io.cwd, where)));
      if (portal === undefined) throw new UsageError('Of which gateway? Give --portal too.');
      const connections = connectRedis(() => {});
      try {
        const { client } = await connections.to(where);
        await run(redisDeadLetters(client, connections.keyOf(portal)));
      } finally {
        await connections.close();
      }
    });
  };

  add('dead-letters', 'list the events that no handler took in time', async (dead) => {
    const letters = await dead.list();
    for (const { id, event, url, attempts } of letters) {
      io.out(`${id}  ${printable(event)}  ${counted(attempts, 'attempt')}  ${printable(new URL(url).host)}\n`);
    }
    io.out(`${counted(letters.length, 'dead letter')}.\n`);
    done(letters.length === 0 ? EXIT.done : EXIT.found);
  });

  add('replay', 'send them again', async (dead) => {
    const [{ sendLetter }, { Agent }] = await Promise.all([
      import('../../src/gateway/events/sendLetter'),
      import('undici'),
    ]);
    const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
    const { sent, left } = await dead.replay(async (letter) => (await sendLetter(letter, dispatcher)) === undefined);
    await dispatcher.close();
    io.out(`${counted(sent, 'event')} delivered, ${left} left.\n`);
    done(left === 0 ? EXIT.done : EXIT.found);
  });
}
