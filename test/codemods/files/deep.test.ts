import { describe, expect, it } from 'vitest';
import { adopt, events, rewrite, scan } from '../../../codemods/index';
import { share } from '../../sample';
import { read, workspace } from '../workspace';
import { MOVES } from './moves';

const CALL = "call('imbot.bot.list', {});\n";

/** A source that nests one thing in itself. Lines are short: nobody takes it for minified. */
const NESTED: Record<string, (levels: number) => string> = {
  parentheses: (n) => `${CALL}x = ${'(\n'.repeat(n)}1${')\n'.repeat(n)};\n`,
  calls: (n) => `${CALL}x = ${'f(\n'.repeat(n)}1${')\n'.repeat(n)};\n`,
  JSX: (n) => `${CALL}x = ${'<a>\n'.repeat(n)}${'</a>\n'.repeat(n)};\n`,
  ternaries: (n) => `${CALL}x = ${'a ? b :\n'.repeat(n)}c;\n`,
  'else if': (n) => `${CALL}${'if (a) b();\nelse '.repeat(n)}c();\n`,
  'chains of calls': (n) => `${CALL}x = a${'\n.b()'.repeat(n)};\n`,
  'a long +': (n) => `${CALL}x = a${"\n+ 'x'".repeat(n)};\n`,
  'a long + of names': (n) => `${CALL}x = a${"\n+ ' imbot.message.add '".repeat(n)};\n`,
  'a long + as the name': (n) => `${CALL}call('imbot.bot.list?a=1'${"\n+ 'x'".repeat(n)}, {});\n`,
  arrays: (n) => `${CALL}x = ${'[\n'.repeat(n)}1${']\n'.repeat(n)};\n`,
  objects: (n) => `${CALL}x = ${'{ a:\n'.repeat(n)}1${'}\n'.repeat(n)};\n`,
  functions: (n) => `${CALL}x = ${'() =>\n'.repeat(n)}1;\n`,
  blocks: (n) => `${CALL}${'{\n'.repeat(n)}${'}\n'.repeat(n)}\n`,
  templates: (n) => `${CALL}x = ${'`${\n'.repeat(n)}1${'}`'.repeat(n)};\n`,
  'a call in calls': (n) => `x = ${'f(\n'.repeat(n)}call('imbot.bot.list', {})${')\n'.repeat(n)};\n`,
  'a chain behind a call': (n) =>
    `x = call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat1', MESSAGE: 'x' })${'\n.b()'.repeat(n)};\n`,
};

const COMMANDS = { scan, rewrite, events, adopt };

describe.each(Object.keys(NESTED))('a file with %s in each other', (name) => {
  it.each(share([100, 500, 3000], 2, { turn: Object.keys(NESTED).indexOf(name) }))(
    '%d times is done, or reported as failed; its neighbour is done',
    async (levels) => {
      const deep = NESTED[name]?.(levels) ?? '';
      const named = deep.match(/imbot\./g)?.length ?? 0;
      const cwd = workspace({ 'deep.jsx': deep, 'z.js': MOVES });
      for (const [command, run] of Object.entries(COMMANDS)) {
        const result = await run({ cwd });
        const report = 'report' in result ? result.report : result;
        expect(report.failed?.map(({ file }) => file) ?? [], command).not.toContain('z.js');
        const sites = report.sites.filter(({ file }) => file === 'deep.jsx');
        const isFailed = report.failed?.some(({ file }) => file === 'deep.jsx') === true;
        if (isFailed) expect(report.failed?.[0]?.message).toMatch(/nested too deeply/);
        // adopt lists no sites of a file that it cannot read.
        if (command !== 'adopt' || !isFailed) expect(sites.length, command).toBe(named);
        // Between 600 and 700 the stack ends, the earlier the less of the code the machine has made fast by then.
        if (levels <= 500 && name !== 'JSX') expect(isFailed, command).toBe(false);
      }
      await rewrite({ cwd, write: true, allowDirty: true });
      expect(read(cwd)['z.js']?.toString()).toContain('imbot.v2.Chat.leave');
      expect(read(cwd)['deep.jsx']?.toString()).toBe(deep);
    },
  );
});
