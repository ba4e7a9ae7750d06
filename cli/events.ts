import type { Cli } from './Cli';
import { defineChange } from './changeCommand';

export const eventsCommand: Cli = {
  name: 'events',
  summary: 'move event handlers to v2 names and fields, or put the event adapter under them',
  define(command, io, done) {
    defineChange(command, io, done, {
      run: async (options) => (await import('../codemods/index')).events(options),
      delegated: 'adapted',
      todo: true,
      concerns: ({ kind }) => kind === 'event',
    });
  },
};
