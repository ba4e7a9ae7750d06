import { describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { share } from '../../sample';
import { runBot } from '../runBot';
import { read, workspace } from '../workspace';
import { TRANSPORTS } from './odd';

const message = (more: string, dialog = 'chat5') => `{ BOT_ID: 39, DIALOG_ID: '${dialog}', ${more} }`;

/** Answers that are ignored and answers that are read, good ones and refusals. */
const SITES: readonly string[] = [
  `await call('imbot.message.add', ${message("MESSAGE: 'Hi there'")});`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'Hi'")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'http://a.b', URL_PREVIEW: 'N'")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'Hi', KEYBOARD: [{ TEXT: 'a', COMMAND: 'b' }]")}); print(r.result > 0);`,
  `const r = await call('imbot.message.add', ${message("MESSAGE: 'Hi'", 'chat77')}); print(r.result);`,
  `const { result } = await call('imbot.message.delete', { BOT_ID: 39, MESSAGE_ID: 99999 }); print(result);`,
];

async function outcome(cwd: string): Promise<unknown> {
  try {
    const { printed, messages } = await runBot(cwd);
    return { printed, messages };
  } catch (error) {
    return { threw: error instanceof Error ? error.name : 'something' };
  }
}

/** Names and parameters that are looked at, encoders that flatten, answers that are changed: 60 of them, run before and after. */
describe.each(Object.keys(TRANSPORTS))('%s', (name) => {
  const sites = SITES.map((site, at) => [at, site] as const);
  test.each(share(sites, 2, { turn: Object.keys(TRANSPORTS).indexOf(name) }))('%i', async (_at, site) => {
    const bot = `${TRANSPORTS[name]}\nexport async function run(print) {\n  ${site}\n}\n`;
    const files = { 'package.json': '{"type":"module"}', 'bot.js': bot };
    const cwd = workspace(files);
    const { report } = await rewrite({ cwd, write: true, allowDirty: true, assumeErrors: true });
    expect(report.failed).toBeUndefined();
    const isMoved = report.sites.some(({ change }) => change === 'moved');
    if (isMoved) expect(await outcome(cwd), read(cwd)['bot.js']?.toString()).toEqual(await outcome(workspace(files)));
    else expect(read(cwd)['bot.js']?.toString()).toBe(bot);
  });
});

test.each(['dropNull', 'nameEnc', 'protoCall', 'resCache', 'resPick', 'sortKeys', 'structured'])(
  '%s does nothing that v2 would notice',
  async (name) => {
    const bot = `${TRANSPORTS[name]}\nexport async function run(print) {\n  ${SITES[1]}\n}\n`;
    const { report } = await rewrite({ cwd: workspace({ 'bot.js': bot }), assumeErrors: true });
    expect(report.sites.filter(({ change }) => change === 'moved')).toHaveLength(1);
  },
);
