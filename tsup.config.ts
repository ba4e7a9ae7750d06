import { defineConfig } from 'tsup';
import { COMMONJS_BANNER } from './src/b24jssdk/commonJsBanner';

/** Optional for users, so never part of the build. */
const external = ['ts-morph', 'php-parser', 'msw', '@bitrix24/b24jssdk', 'ioredis', 'redis'];

// commander is CommonJS and asks for Node's modules by `require`, which an ES module has to make.
const commandLineStart = `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

const bundledForTheCommandLine = ['commander', 'diff', 'picocolors', 'ignore'];

const entry = {
  index: 'src/index.ts',
  values: 'src/values/index.ts',
  translate: 'src/translate/index.ts',
  events: 'src/events/index.ts',
  wrap: 'src/wrap/index.ts',
  bx24: 'src/bx24/index.ts',
  crest: 'src/crest/index.ts',
  gateway: 'src/gateway/index.ts',
  testing: 'portal/index.ts',
  codemods: 'codemods/index.ts',
};
/** What Node loads in the place of the same entry for pages; it has the same types. */
const inNode = { 'bx24.node': 'src/bx24/node.ts' };
const sdk = { b24jssdk: 'src/b24jssdk/index.ts' };
const shared = { target: 'node20', external, noExternal: bundledForTheCommandLine } as const;

export default defineConfig([
  {
    ...shared,
    entry: { ...entry, ...inNode, ...sdk },
    format: ['esm'],
    dts: { entry: { ...entry, ...sdk }, compilerOptions: { ignoreDeprecations: '6.0' } },
    splitting: true,
  },
  {
    ...shared,
    entry: { ...entry, ...inNode },
    format: ['cjs'],
    dts: { entry: { ...entry, ...sdk }, compilerOptions: { ignoreDeprecations: '6.0' } },
    splitting: true,
  },
  { ...shared, entry: sdk, format: ['cjs'], dts: false, splitting: false, banner: { js: COMMONJS_BANNER } },
  {
    ...shared,
    entry: { cli: 'cli/main.ts' },
    format: ['esm'],
    dts: false,
    splitting: true,
    banner: { js: commandLineStart },
  },
  {
    entry: { 'bx24.global': 'src/bx24/index.ts' },
    format: ['iife'],
    globalName: 'imbotCompatBX24',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    dts: false,
    outExtension: () => ({ js: '.js' }),
  },
]);
