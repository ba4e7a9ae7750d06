import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands';
import packageJson from '../../package.json';
import { codeBlocks, DOCUMENTS, readRepository } from './markdown';

const root = fileURLToPath(new URL('../../', import.meta.url));
const scripts: Readonly<Record<string, string>> = packageJson.scripts;
const io = { out: () => {}, err: () => {}, stdin: process.stdin, cwd: root, color: false, terminal: false };
const commands = new Map(
  COMMANDS.map((one) => {
    const command = new Command(one.name);
    one.define(command, io, () => {});
    return [one.name, command] as const;
  }),
);

const shell = DOCUMENTS.flatMap((file) =>
  codeBlocks(file)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code, line }) =>
      code
        .split('\n')
        .map((text, index) => ({ where: `${file}:${line + index}`, text: text.replace(/(^|\s)#.*$/, '').trim() })),
    )
    .filter(({ text }) => text !== ''),
);

describe('commands in sh blocks', () => {
  test.each(shell)('$where $text', ({ text }) => {
    for (const part of text.split('&&').map((one) => one.trim())) {
      const [, script] = /^npm run (\S+)/.exec(part) ?? [];
      if (script) expect(Object.keys(scripts)).toContain(script);
      else if (part.startsWith('npx imbot-compat')) expect(misfits(part)).toEqual([]);
      else if (part.startsWith('npx tsx ')) expect(existsSync(join(root, part.slice('npx tsx '.length)))).toBe(true);
      else expect(part).toMatch(/^(npm (ci|test|install|uninstall|version|publish|pack)\b|export |node |grep |git )/);
    }
  });
});

test('scripts and commands named in running text exist', () => {
  const wrong = DOCUMENTS.flatMap((file) => {
    const text = readRepository(file).replace(/^```[\s\S]*?^```$/gm, '');
    const named = [...text.matchAll(/`(?:[A-Z_]+=\S+ )?npm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    const used = [...text.matchAll(/`((?:npx )?imbot-compat [a-z][^`]*)`/g)].map(([, line]) => line ?? '');
    return [
      ...named.filter((name) => !Object.hasOwn(scripts, name)).map((name) => `${file}: npm run ${name}`),
      ...used.flatMap((line) => misfits(line).map((misfit) => `${file}: ${line}: ${misfit}`)),
    ];
  });
  expect(wrong).toEqual([]);
});

test('a command or an option that is not there is noticed', () => {
  expect(misfits('npx imbot-compat scna src')).toEqual(['no command scna']);
  expect(misfits('npx imbot-compat scan src --jsn -')).toEqual(['no option --jsn']);
  expect(misfits('npx imbot-compat report')).toEqual([]);
});

/** What is wrong about a line that calls the command line. */
function misfits(line: string): string[] {
  const [name = '', ...rest] = line
    .replace(/^(npx )?imbot-compat /, '')
    .replace(/'[^']*'/g, 'x')
    .split(/\s+/);
  const command = commands.get(name);
  if (!command) return [`no command ${name}`];
  const known = new Set([...command.options.map(({ long }) => long ?? ''), '--help']);
  return rest.filter((word) => word.startsWith('--') && !known.has(word)).map((word) => `no option ${word}`);
}
