import { UsageError } from '../../src/errors/UsageError';
import type { Cli } from '../Cli';
import { colours } from '../colours';
import { explainName } from './explainName';

export const explainCommand: Cli = {
  name: 'explain',
  summary: 'what a method or event maps to, what is lost, what to do; or what an id means',
  define(command, io, done) {
    command.argument('<name>', 'a v1 or v2 method, an event, or the id of a reason or loss').action((name: string) => {
      const text = explainName(name, colours(io));
      if (text === undefined) throw new UsageError(`Nothing is known by the name ${name}.`);
      io.out(text);
      done(0);
    });
  },
};
