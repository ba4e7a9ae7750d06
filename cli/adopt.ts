import { InvalidArgumentError } from 'commander';
import type { Layout } from '../codemods/adopt/Layout';
import type { ReportSite } from '../codemods/index';
import type { Cli } from './Cli';
import { defineChange } from './changeCommand';

export const adoptCommand: Cli = {
  name: 'adopt',
  summary: 'put the shim under the calls: wrap the transport function, swap SDK imports; call sites stay',
  define(command, io, done) {
    command
      .option(
        '--answer <form>',
        'what transports answer: envelope, result, axios, callback, envelope:PATH, result:PATH',
        answer,
      )
      .option('--method <place>', 'where the method stands: 0, or a path such as 0.method', place)
      .option('--params <place>', 'where the parameters stand', place)
      .option(
        '--portal <place>',
        'what tells portals apart: an argument, or a path such as 2.domain or this.hook',
        place,
      )
      .option(
        '--gateway <url>',
        'PHP: change the one address of the portal to that of a gateway (imbot-compat gateway); nothing else changes',
      )
      .option('--encoding <form>', 'how transports send: json or form', encoding);
    defineChange(command, io, done, {
      run: async (options) => {
        const { gateway, ...flags }: Flags = command.opts();
        const { adopt } = await import('../codemods/index');
        return adopt({ ...options, said: said(flags), ...(gateway === undefined ? {} : { gateway }) });
      },
      adopts: true,
      next: (left) => (command.opts<Flags>().gateway === undefined ? forPhp(left) : undefined),
      concerns: ({ kind }) => kind !== 'event',
    });
  },
};

/** Calls in PHP stay as they are; the gateway carries them. */
function forPhp(left: readonly ReportSite[]): string | undefined {
  const calls = left.filter(({ file }) => /\.php$/i.test(file));
  return calls.length === 0
    ? undefined
    : `PHP is left as it is (${calls.length}): \`npx imbot-compat adopt --gateway URL\` shows the address in it to change, so that the gateway carries the calls (see the README).`;
}

interface Flags {
  readonly answer?: Layout['answer'];
  readonly method?: Layout['method'];
  readonly params?: Layout['params'];
  readonly portal?: Layout['method'];
  readonly encoding?: Layout['encoding'];
  readonly gateway?: string;
}

/** What is said counts only where the code does not show it. */
function said({ answer, method, params, portal, encoding }: Flags): Partial<Layout> {
  const isSaid = [answer, method, params, portal, encoding].some((one) => one !== undefined);
  return {
    ...(answer === undefined ? {} : { answer }),
    ...(method === undefined ? {} : { method }),
    ...(params === undefined ? (typeof method === 'number' ? { params: method + 1 } : {}) : { params }),
    ...(portal === undefined ? {} : { portal: typeof portal === 'number' ? String(portal) : `'${portal}'` }),
    ...(isSaid ? { encoding: encoding ?? 'json' } : {}),
  };
}

function answer(text: string): Layout['answer'] {
  if (text === 'envelope' || text === 'result' || text === 'axios' || text === 'callback') return text;
  const [, form, path = ''] = /^(envelope|result):([\w$.]+)$/.exec(text) ?? [];
  if (form === 'envelope') return { envelope: path };
  if (form === 'result') return { result: path };
  throw new InvalidArgumentError('It is envelope, result, axios, callback, envelope:PATH or result:PATH.');
}

function place(text: string): Layout['method'] {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^[\w$]+(?:\.[\w$]+)*$/.test(text)) return text;
  throw new InvalidArgumentError('It is the index of an argument, or a path.');
}

function encoding(text: string): Layout['encoding'] {
  if (text === 'json' || text === 'form') return text;
  throw new InvalidArgumentError('It is json or form.');
}
