import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import ts from 'typescript';
import { describe, expect, it, test } from 'vitest';
import * as events from '../../src/events/index';
import * as translate from '../../src/translate/index';
import * as values from '../../src/values/index';
import { apiOf, ENTRIES, type Exported } from './apiOf';
import { compileBlocks } from './compileBlocks';
import type { CodeBlock } from './markdown';

const api = apiOf();
const where = ({ entry, name, file, line }: Exported): string => `${entry} ${name} (${file}:${line})`;

/** What whoever reads the documentation of an export has already. */
const AROUND = `
declare global {
  const secondWebhookUrl: string;
  const applicationToken: string;
  const install: { auth: { member_id: string } & Record<string, unknown> };
  const request: { body: Record<string, unknown> };
  const on: import('imbot-compat/events').EventHandlers;
  const other: import('imbot-compat').Imbot;
  const redis: import('ioredis').Redis;
  const Redis: typeof import('ioredis').Redis;
  const db: import('better-sqlite3').Database;
  const key: string;
  const original: (...args: unknown[]) => Promise<unknown>;
  const portal: import('imbot-compat/testing').Portal;
  const axios: typeof import('axios').default;
  const express: typeof import('express');
  const fastify: typeof import('fastify').default;
  const createServer: typeof import('node:http').createServer;
  const readFile: typeof import('node:fs/promises').readFile;
  const writeFile: typeof import('node:fs/promises').writeFile;
}
`;

const names = new Map<string, string[]>();
for (const { entry, name } of api) names.set(entry, [...(names.get(entry) ?? []), name]);
const fromMain = ['createImbot', 'webhook', 'oauth', 'fileOffsetStore'];
/** Of the SDK, which the entry gives on. */
const OF_SDK = ['B24OAuthParams'];
const usesOf = (code: string): Set<string> => new Set(code.match(/[\w$]+/g));

/** Examples leave out the imports: they are those of the entry, and of the client. */
function imported({ entry, file, line, name }: Exported, code: string): CodeBlock {
  const used = usesOf(code);
  const own = [...(names.get(entry) ?? []), ...(entry === './b24jssdk' ? OF_SDK : [])].filter((one) => used.has(one));
  const main = entry === '.' ? [] : fromMain.filter((one) => used.has(one) && !own.includes(one));
  const poll = entry === '.' && used.has('pollEvents') ? "import { pollEvents } from 'imbot-compat/events'; " : '';
  const lines = [
    `${poll}import { ${own.join(', ')} } from 'imbot-compat${entry.slice(1)}'; import { ${main.join(', ')} } from 'imbot-compat';`,
    code,
  ];
  return { file: `${file}.${name}`, line, language: 'ts', code: lines.join('\n') };
}

const examples = api.flatMap((exported) => exported.examples.map((code) => ({ exported, code })));

describe('the documentation of every export', () => {
  it('covers every entry of the package', () => {
    const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
    const typed = Object.entries(exports).filter(([, target]) => typeof target === 'object');
    expect(typed.map(([entry]) => entry)).toEqual(Object.keys(ENTRIES));
    expect(Object.fromEntries([...names].map(([entry, list]) => [entry, list.length > 3]))).toEqual(
      Object.fromEntries(Object.keys(ENTRIES).map((entry) => [entry, true])),
    );
  });

  it('is there', () => {
    expect(api.length).toBeGreaterThan(300);
    expect(api.filter(({ text }) => text.trim().length < 12).map(where)).toEqual([]);
  });

  it('tells of each option that a user gives, its unit and default among it', () => {
    const given = api.filter(({ name }) => /(?:Options|Rates|Layout|Details)$/.test(name));
    expect(given.length).toBeGreaterThan(25);
    expect(given.flatMap((one) => one.silent.map((member) => `${where(one)}: ${member}`))).toEqual([]);
  });

  it('has an example where somebody calls it', () => {
    const called = api.filter(({ isCalled }) => isCalled);
    expect(called.length).toBeGreaterThan(80);
    expect(called.filter((one) => one.examples.length === 0).map(where)).toEqual([]);
  });

  it('has examples that use what they are about', () => {
    expect(
      examples.filter(({ exported, code }) => !usesOf(code).has(exported.name)).map(({ exported }) => where(exported)),
    ).toEqual([]);
  });

  it('has examples that compile strictly', () => {
    expect(
      compileBlocks(
        examples.map(({ exported, code }) => imported(exported, code)),
        true,
        AROUND,
      ),
    ).toEqual([]);
  });

  it('would not pass with an example that does not compile', () => {
    const [exported] = api.filter(({ name }) => name === 'createImbot');
    if (exported === undefined) throw new Error('no createImbot');
    const block = imported(exported, 'createImbot({ auths: webhook(webhookUrl) });');
    expect(compileBlocks([block], true, AROUND).join()).toContain('auths');
  });
});

/** `expression; // value`, of functions that ask nobody. */
const RUN: Readonly<Record<string, object>> = { './values': values, './translate': translate, './events': events };
const answers = examples.flatMap(({ exported, code }) => {
  const modules = RUN[exported.entry];
  const lines = code.split('\n');
  if (modules === undefined || /await|imbot\b.*\(/.test(code)) return [];
  const told = lines.map((line) => /^(.*); \/\/ (.+)$/.exec(line));
  return told.flatMap((found, at) => {
    if (found === null) return [];
    const before = lines.slice(0, at).filter((_line, index) => told[index] === null);
    return [[where(exported), before.join('\n'), found[1] ?? '', found[2] ?? '', modules] as const];
  });
});

test('there are examples to run', () => {
  expect(answers.length).toBeGreaterThan(40);
});

test.each(answers)('%s: the example answers what it says', (_where, before, expression, value, modules) => {
  const run = (code: string): unknown => {
    const script = ts.transpile(`(({ ${Object.keys(modules).join(', ')} }) => { ${code} })`);
    return runInThisContext(script)(modules);
  };
  expect(run(`${before}\nreturn (${expression});`)).toEqual(run(`return (${value});`));
});
