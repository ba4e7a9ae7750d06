import type { Cli } from './Cli';
import { defineChange } from './changeCommand';

export const adoptCommand: Cli = {
  name: 'adopt',
  summary: 'put the shim under the calls: wrap the transport function, swap SDK imports; call sites stay',
  define(command, io, done) {
    defineChange(command, io, done, {
      run: async (options) => (await import('../codemods/index')).adopt(options),
      adopts: true,
      concerns: ({ kind }) => kind !== 'event',
    });
  },
};
