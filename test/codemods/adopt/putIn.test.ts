import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { workspace } from '../workspace';

const SENDS =
  "{ const res = await fetch(process.env.HOOK + req.method, { method: 'POST', body: JSON.stringify(req.params) }); return res.json(); }";
const PUTS = "req.method = 'imbot.message.add'; req.params = { BOT_ID: 39, DIALOG_ID: '5', MESSAGE: 'x' };";

async function reasonsOf(files: Record<string, string>) {
  const { report } = await adopt({ cwd: workspace(files) });
  return report.sites.filter(({ kind }) => kind !== 'mention').flatMap(({ reasons }) => reasons);
}

/** The name is put into an object that is handed on: nobody may say that the function was not found where it stands in the files. */
describe('a name that is put into an object which is handed to a function', () => {
  test.each([
    [
      'of the same class',
      { 'a.js': `export class Bot { go(req) { ${PUTS} return this.send(req); } async send(req) ${SENDS} }` },
    ],
    [
      'of the file',
      { 'a.js': `export function go(req) { ${PUTS} return send(req); }\nasync function send(req) ${SENDS}` },
    ],
    [
      'of another file',
      {
        'a.mjs': `import { send } from './b.mjs';\nexport function go(req) { ${PUTS} return send(req); }`,
        'b.mjs': `export async function send(req) ${SENDS}`,
      },
    ],
  ])('%s', async (_name, files) => {
    expect(await reasonsOf(files)).toEqual(['transport-not-understood']);
  });

  test.each([
    ['that is not there', { 'a.js': `export function go(req) { ${PUTS} return send(req); }` }],
    [
      'after another object',
      { 'a.js': `export function go(req, other) { ${PUTS} return send(other); }\nasync function send(req) ${SENDS}` },
    ],
  ])('%s', async (_name, files) => {
    expect(await reasonsOf(files)).toEqual(['transport-not-found']);
  });
});
