import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adopt } from '../../../codemods/index';
import { hasTool } from '../../gateway/clients/hasTool';
import { read, workspace } from '../workspace';
import { type BotToPlay, playBot } from './playBot';

interface Bot extends BotToPlay {
  readonly name: string;
  readonly isAdopted: boolean;
  readonly files: Record<string, Buffer>;
}

const ONE_BYTE: Readonly<Record<string, number>> = Object.fromEntries(
  Array.from({ length: 64 }, (_, at) => [String.fromCharCode(0x410 + at), 0xc0 + at]),
);

/** `=== name | expect=refuse`, then `--- path crlf bom cp1251` and the text of each file. */
const BOTS = readFileSync(new URL('bots.txt', import.meta.url), 'utf8')
  .split(/^=== /m)
  .slice(1)
  .map((part): Bot => {
    const [head = '', ...lines] = part.split('\n');
    const [name = '', ...given] = head.split('|').map((one) => one.trim());
    const told = (key: string) => given.find((one) => one.startsWith(`${key}=`))?.slice(key.length + 1) ?? '';
    const files = lines
      .join('\n')
      .split(/^--- /m)
      .slice(1)
      .map((file) => {
        const [first = '', ...text] = file.split('\n');
        const [path = '', ...how] = first.split(' ');
        const content = (how.includes('bom') ? '\ufeff' : '') + text.join(how.includes('crlf') ? '\r\n' : '\n');
        const bytes = how.includes('cp1251')
          ? Buffer.from([...content].map((letter) => ONE_BYTE[letter] ?? letter.charCodeAt(0)))
          : Buffer.from(content);
        return [path, bytes] as const;
      });
    const env = told('env');
    return {
      name,
      isAdopted: told('expect') !== 'refuse',
      entry: 'bot.php',
      request: told('request'),
      env: env ? JSON.parse(env) : {},
      files: Object.fromEntries(files),
    };
  });

describe('bots of PHP: the one address that their calls go to, or nothing', () => {
  test('there are forty and more of both kinds', () => {
    expect(BOTS.length).toBeGreaterThan(75);
    expect(BOTS.filter(({ isAdopted }) => isAdopted).length).toBeGreaterThan(40);
  });

  test.each(BOTS)('$name', async ({ isAdopted, files }) => {
    const cwd = workspace(files);
    const { report, written } = await adopt({ cwd, gateway: 'https://gateway.example', write: true, allowDirty: true });
    const adopted = report.sites.filter(({ change }) => change === 'adopted');
    expect([adopted.length > 0, written.length]).toEqual(isAdopted ? [true, 1] : [false, 0]);
    const after = read(cwd);
    for (const [path, before] of Object.entries(files)) {
      const text = after[path]?.toString('latin1') ?? '';
      if (!written.includes(path)) expect(text).toBe(before.toString('latin1'));
      else expect(text.replace('gateway.example', 'acme.bitrix24.com')).toBe(before.toString('latin1'));
    }
  });
});

// All of them run with IMBOT_FULL, one of each ten without it; PHP 8.2 reads none of the later syntax.
const PLAYED = BOTS.filter(({ isAdopted }) => isAdopted).filter(
  (_, at) => process.env['IMBOT_FULL'] !== undefined || at % 10 === 0,
);

describe.skipIf(!hasTool('php'))('and they do the same through the gateway', () => {
  test.each(PLAYED)('$name', { timeout: 60_000 }, async (bot) => {
    const cwd = workspace(bot.files);
    const before = await playBot(cwd, bot);
    expect(before.straight.join()).toMatch(/imbot/i);
    expect(before.messages).toContain('"authorId"');
    await adopt({ cwd, gateway: 'https://gateway.example', write: true, allowDirty: true });
    const { straight, ...after } = await playBot(cwd, bot);
    expect(after).toEqual({ ...before, straight: undefined });
    expect(straight.filter((one) => /imbot/i.test(one))).toEqual([]);
  });
});
