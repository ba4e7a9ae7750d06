import type { Cli } from './Cli';
import { defineChange } from './changeCommand';

export const rewriteCommand: Cli = {
  name: 'rewrite',
  summary: 'rewrite call sites to v2 where behaviour is provably the same; the rest is reported',
  define(command, io, done) {
    defineChange(command, io, done, {
      run: async (options) => (await import('../codemods/index')).rewrite(options),
      delegate: true,
      assumes: true,
      delegated: 'delegated',
      todo: true,
      concerns: ({ kind }) => kind !== 'event',
    });
  },
};
