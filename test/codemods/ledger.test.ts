import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSyntax } from '../../codemods/files/sourceFile';
import { findSites } from '../../codemods/find/findSites';
import { scan } from '../../codemods/index';
import { METHODS } from '../../src/map/index';
import { workspace } from './workspace';

const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/g;
const plainCount = (text: string) => text.match(OLD)?.length ?? 0;

beforeAll(loadSyntax);

const names = fc.constantFrom(
  ...METHODS.map(({ v1 }) => v1),
  'imbot.bot.get',
  'imbot.config.json',
  'imbot.v2.Chat.Message.send',
  'ONIMBOTMESSAGEADD',
  'ONIMCOMMANDADD',
  'ONIMBOTV2MESSAGEADD',
);

/** Lines in which an old name may stand; `$` is the name, `~{` opens a template's hole. */
const LINES = [
  "call('$', { BOT_ID: 1 });",
  "await rest(token, '$', params);",
  "const a = { method: '$', params: {} };",
  "list.push(['$', {}]);",
  'fetch(`https://x/rest/$.json`);',
  'fetch(base + "/$");',
  "const cmd = ['$?BOT_ID=1&NAME=$', `$?a=~{b}`];",
  "if (m === '$') run();",
  "console.log('$', '$ failed', `at $`);",
  '// $ and $',
  '/* $ */ x();',
  'throw new Error("$: no $");',
  "switch (m) { case '$': break; default: }",
  "const map = { '$': 1, y: '$' };",
  "const t = f ? '$' : '$';",
  'tag`$`;',
  'const html = "<script>BX24.callMethod(\'$\')</script>";',
  'const re = /imbot.message.add|x/;',
  'imbot.message.add({ BOT_ID: 1 });',
  "x['$']();",
  "call(`$`, `~{'$'}`);",
  "export const E = '$';",
  'o.$;'.replace('$', 'ONIMBOTDELETE'),
  '({ ONIMBOTJOINCHAT() {}, ONIMBOTDELETE: 1 });',
  "call('imbot.' + x, `imbot.message.~{y}`, 'imbot.chat.' + z);",
  'label: for (;;) break label;',
];

const files = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.array(names, { minLength: 4, maxLength: 4 })), { maxLength: 30 })
  .map((lines) =>
    lines
      .map(([line, used]) => {
        let at = 0;
        return line.replace(/\$/g, () => used[at++ % used.length] ?? '').replaceAll('~{', '${');
      })
      .join('\n'),
  );

describe('the ledger', () => {
  it('adds up for any mix of lines, in any kind of file', () => {
    fc.assert(
      fc.property(
        files,
        fc.constantFrom('a.js', 'a.ts', 'a.tsx', 'a.vue', 'a.html', 'a.php'),
        fc.boolean(),
        (code, path, inScript) => {
          const text = inScript ? `<p>imbot.message.add</p>\n<script>\n${code}\n</script>` : code;
          const sites = findSites({ path, text });
          // Names that are put together at run time, or written in other case, count besides.
          const named = new Set([...text.matchAll(OLD)].map(({ index }) => index));
          const counted = sites.filter(({ kind, offset }) => kind !== 'half-migrated' && named.has(offset));
          expect(counted.length).toBe(plainCount(text));
          expect(sites.filter((site) => !counted.includes(site) && site.kind === 'mention')).toEqual([]);
          const offsets = sites.map(({ offset }) => offset);
          expect(new Set(offsets).size).toBe(offsets.length);
          for (const site of sites) expect(text.startsWith(site.method, site.offset)).toBe(true);
        },
      ),
      { seed: 5, numRuns: process.env.IMBOT_FULL ? 3000 : 200 },
    );
  });

  it('adds up over a tree of mixed files', async () => {
    const tree = {
      'src/bot.ts':
        "call('imbot.message.add', { BOT_ID: 1, MESSAGE: 'x' });\n// imbot.register\ntype M = 'imbot.update';\n",
      'src/page.vue':
        "<template>imbot.message.add</template>\n<script setup>\ncall('imbot.bot.list', {});\n</script>\n",
      'web/index.php':
        "<?php CRest::call('imbot.message.add', []); ?>\n<script>\nvar x = <?= $x ?>;\nBX24.callMethod('imbot.register', {});\n</script>\n",
      'web/index.html': "<p>ONIMBOTMESSAGEADD</p><script>if (e === 'ONIMBOTMESSAGEADD') f();</script>\n",
      'src/old.cjs': Buffer.concat([
        Buffer.from([0xcf, 0x27]),
        Buffer.from("; '"),
        Buffer.from("\ncall('imbot.chat.leave', { CHAT_ID: 1 });\n"),
      ]).subarray(4),
      'src/none.js': 'export const a = 1;\n',
      'src/half.mjs': "call('imbot.v2.Chat.Message.send', { BOT_ID: 1 });\n",
    };
    const { summary, sites } = await scan({ cwd: workspace(tree) });
    const count = Object.values(tree).reduce((sum, text) => sum + plainCount(text.toString('latin1')), 0);
    const half = sites.filter(({ kind }) => kind === 'half-migrated').length;
    expect(half).toBe(1);
    expect(summary.sites - half + summary.mentions).toBe(count);
    expect(summary.files).toBe(7);
  });
});
