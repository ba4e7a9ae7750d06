import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scan } from '../../../codemods/index';
import type { ReportSite } from '../../../codemods/report/report';
import { read, workspace } from '../workspace';

/** The vendor's pages, which name all that PHP bots do; their text is read here and stands in no file of ours. */
const DOCS = process.env['IMBOT_DOCS'] ?? '';
const CHATS = join(DOCS, 'chat-bots');

const OLD = /\bimbot\.(?!v2\.)[a-z]|ONIM(?:BOT(?!V2)|COMMAND)[A-Z]+/g;

/** The snippets of PHP on the pages, as files. */
function snippets(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(CHATS, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.md')) continue;
    const page = readFileSync(join(CHATS, name), 'utf8');
    for (const [, indent = '', code = ''] of page.matchAll(/^([ \t]*)```php[^\n]*\n(.*?)^[ \t]*```/gms)) {
      const text = code.replace(new RegExp(`^${indent}`, 'gm'), '');
      const file = `${name.replace(/[^\w-]+/g, '_')}_${Object.keys(found).length}.php`;
      found[file] = /<\?(?:php|=)/.test(text) ? text : `<?php\n// Бот «Помощник» 🙂\n${text}`;
    }
  }
  return found;
}

const sitesOf = ({ sites }: { sites: readonly ReportSite[] }, file: string) => sites.filter((one) => one.file === file);

test.skipIf(!existsSync(CHATS))(
  'every name in the PHP of the documentation is told of, at its place (IMBOT_DOCS names its api-reference)',
  async () => {
    const files = snippets();
    const cwd = workspace(files);
    const report = await scan({ cwd });
    const sum = { snippets: Object.keys(files).length, sites: 0, mentions: 0, unparsable: 0 };
    for (const [file, text] of Object.entries(files)) {
      const found = sitesOf(report, file);
      const lines = text.split('\n');
      // Each name is one site or one mention, where it stands: columns count what is Cyrillic, and emoji, as editors do.
      const names = [...text.matchAll(OLD)].map(({ index }) => {
        const before = text.slice(0, index).split('\n');
        return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
      });
      expect([file, found.map(({ line, column }) => `${line}:${column}`).sort()]).toEqual([file, names.sort()]);
      for (const { line, column, method } of found)
        expect(lines[line - 1]?.slice(column - 1)).toContain(method.slice(0, 6));
      if (found.some(({ reasons }) => reasons.includes('syntax-error'))) sum.unparsable += 1;
      sum.sites += found.filter(({ kind }) => kind !== 'mention').length;
      sum.mentions += found.filter(({ kind }) => kind === 'mention').length;
    }
    expect(sum.snippets).toBeGreaterThan(100);
    expect(sum.sites).toBeGreaterThan(50);
    // PHP itself cannot read those that the parser cannot.
    expect(sum.unparsable).toBeLessThanOrEqual(sum.snippets / 20);
    console.info(sum);
    expect(read(cwd)).toEqual(read(workspace(files)));
  },
  60_000,
);
