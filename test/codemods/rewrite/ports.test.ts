import { beforeAll, describe, expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import type { Program } from '../adopt/Kind';
import { ports } from '../adopt/kinds/nest';
import { packages } from '../runs/packages';
import { runBot } from '../runs/runBot';
import { workspace } from '../workspace';

type Files = Program['files'];

let found: Awaited<ReturnType<typeof packages>>;

beforeAll(async () => {
  process.env.IMBOT_COMPAT_WARNINGS = 'off';
  found = await packages();
}, 60_000);

/** Nobody hears of the answer: what the portal holds afterwards tells. */
function saidQuietly(files: Files): Files {
  return changed(
    files,
    'speaker.ts',
    /\bsay\((.*?)\) \{(\s[\s\S]*?)return (this\.port\.call\w*\([\s\S]*?\));\s*\}\n/,
    'async say($1) {$2try { await $3; } catch { console.log("failed"); }\n}\n',
  );
}

function changed(files: Files, name: string, from: RegExp | string, to: string): Files {
  const before = String(files[name]);
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  return { ...files, [name]: after };
}

async function changesIn(cwd: string): Promise<string[]> {
  const { report } = await rewrite({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  return report.sites.flatMap((one) => (one.kind === 'mention' ? [] : [one.change ?? one.reasons.join()]));
}

async function runs(files: Files, { entry }: Program, expected: string): Promise<void> {
  const cwd = workspace(files);
  expect(await changesIn(cwd)).toEqual([expected]);
  if (entry === false) return;
  const { v2: _none, ...before } = await runBot(workspace(files), found.path, entry);
  const { v2, ...after } = await runBot(cwd, found.path, entry);
  expect(after).toEqual(before);
  expect(v2 > 0).toBe(expected === 'moved');
}

/** What is not as adopt has it: a factory shows its class, the commands of that batch travel flat. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'a factory': 'moved',
  'a factory beside the class': 'moved',
  'a field': 'transport-unseen',
  'a batch of named commands': 'flat-transport',
};

describe('a call through a port of NestJS', () => {
  test.each(Object.entries(ports))('%s', async (name, program: Program) => {
    await runs(
      saidQuietly(program.files),
      program,
      OTHERWISE[name] ?? (program.adopted > 0 ? 'moved' : 'transport-unseen'),
    );
  });

  test('a batch of commands that nest', async () => {
    const program = ports['a batch of named commands'];
    if (!program) throw new Error('no such kind');
    const files = changed(program.files, 'adapter.ts', 'new URLSearchParams(params as any)', 'qs.stringify(params)');
    const nesting = changed(files, 'adapter.ts', /^/, "import qs from 'qs';\n");
    await runs(saidQuietly(nesting), program, 'moved');
  });
});

/** A type says what something looks like, and the module what it is. */
describe('what is bound to a class or under its type', () => {
  const CALL = 'async call(method: string, params: any): Promise<any>';
  const SENDS = (body: string) =>
    `{ return (await fetch(process.env.HOOK + method, { method: 'POST', ${body} })).json(); }`;
  const speaking = (holds: string, provider: string): Files => ({
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true, "target": "es2022" } }',
    'adapter.ts': `import { Injectable } from '@nestjs/common';
@Injectable()
export class Adapter { ${CALL} ${SENDS("headers: { 'content-type': 'application/json' }, body: JSON.stringify(params)")} }
export class Flat { ${CALL} ${SENDS('body: new URLSearchParams(params)')} }
export const flat = { ${CALL} ${SENDS('body: new URLSearchParams(params)')} };
`,
    'speaker.ts': `import { Inject, Injectable } from '@nestjs/common';
import { Adapter } from './adapter';
@Injectable()
export class Speaker {
  constructor(${holds} private readonly port: Adapter) {}
  async say(text: string) { try { await this.port.call('imbot.message.add', { BOT_ID: 1, DIALOG_ID: 'chat5', MESSAGE: text }); } catch { console.log('x'); } }
}
`,
    'app.ts': `import { Module } from '@nestjs/common';
import { make } from 'elsewhere';
import { Adapter, Flat, flat } from './adapter';
import { Speaker } from './speaker';
@Module({ providers: [Speaker, ${provider}] })
export class AppModule {}
`,
  });

  describe.each([
    ['by a token', "@Inject('PORT')", "'PORT'"],
    ['by its class', '', 'Adapter'],
  ])('%s', (_name, holds, token) => {
    test.each([
      [`useClass: Adapter`, 'moved'],
      [`useFactory: () => new Adapter()`, 'moved'],
      [`useFactory: async () => { const one = new Adapter(); return one; }`, 'moved'],
      [`useValue: new Adapter()`, 'moved'],
      [`useClass: Flat`, 'flat-transport'],
      [`useFactory: () => new Flat()`, 'flat-transport'],
      [`useValue: new Flat()`, 'flat-transport'],
      [`useFactory: (old: boolean) => (old ? new Flat() : new Adapter())`, 'transport-unseen'],
      [`useValue: flat`, 'transport-unseen'],
      [`useFactory: () => make()`, 'transport-unseen'],
      [`useFactory: make`, 'transport-unseen'],
    ])('%s', async (way, expected) => {
      expect(await changesIn(workspace(speaking(holds, `{ provide: ${token}, ${way} }`)))).toEqual([expected]);
    });
  });
});
