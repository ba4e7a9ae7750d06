/**
 * One bot, twice: as it was written for imbot v1, and with the one line changed where its callBitrix is imported. Each run
 * has a fake portal of its own on loopback; the two conversations and final states have to be equal.
 */
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

process.env.BITRIX_PROTOCOL = 'http';
process.env.IMBOT_COMPAT_WARNINGS = 'off';

const { beside } = await import('./support/beside.js');
const { playLunch } = await import('./support/playLunch.js');
const { stateLines } = await import('./support/stateLines.js');
const v1 = await import('./legacy-bot/bot.js');
const v2 = await import('./legacy-bot/bot.v2.js');

const before = await playLunch(v1.createBot);
const after = await playLunch(v2.createBot);

const say = (text = '') => console.log(text);
const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);
const width = Math.min(56, Math.max(36, Math.floor(((process.stdout.columns ?? 116) - 5) / 2)));
const headings = ['before: imbot v1, as it is', 'after: one line changed'];

say('The one changed line (examples/legacy-bot/bot.js, bot.v2.js):');
say();
for (const [sign, line] of await changedLines()) say(`  ${sign} ${line}`);
say();
say(beside(headings, before.transcript, after.transcript, width));
say();
say(beside(['final state', ''], stateLines(before.state), stateLines(after.state), width));
say();
say('Requests that the portal saw:');
say();
say(`  ${'method'.padEnd(40)}${'before'.padStart(8)}${'after'.padStart(8)}`);
for (const generation of ['v1', 'v2']) {
  const methods = new Set([...Object.keys(before.requests[generation]), ...Object.keys(after.requests[generation])]);
  for (const method of [...methods].sort()) say(countRow(method, (run) => run.requests[generation][method]));
}
say(`  ${'-'.repeat(56)}`);
for (const generation of ['v1', 'v2']) say(countRow(`all ${generation}`, (run) => total(run.requests[generation])));
say();
say('Registration, commands and their events move together, in a later step: MIGRATION.md.');

const isEqual = isDeepStrictEqual(before.transcript, after.transcript) && isDeepStrictEqual(before.state, after.state);
const isMoved = total(after.requests.v2) > 0;
say();
if (isEqual && isMoved) say('EQUAL: same conversation, same final state.');
else say(isEqual ? 'NOT MOVED: nothing went out as v2.' : 'NOT EQUAL: rows marked with ! differ, or the states do.');
process.exitCode = isEqual && isMoved ? 0 : 1;

function countRow(name, countOf) {
  const cells = [before, after].map((run) => String(countOf(run) ?? 0).padStart(8));
  return `  ${name.padEnd(40)}${cells.join('')}`;
}

async function changedLines() {
  const [old, changed] = await Promise.all(
    ['bot.js', 'bot.v2.js'].map(async (name) =>
      (await readFile(new URL(`./legacy-bot/${name}`, import.meta.url), 'utf8')).split('\n'),
    ),
  );
  return old.flatMap((line, row) =>
    line === changed[row]
      ? []
      : [
          ['-', line],
          ['+', changed[row]],
        ],
  );
}
