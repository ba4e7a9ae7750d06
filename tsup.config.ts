import { defineConfig } from 'tsup';

/** Optional for users, so never part of the build. */
const external = ['ts-morph', 'msw', '@bitrix24/b24jssdk', 'ioredis', 'rate-limiter-flexible'];

// commander is CommonJS and asks for Node's modules by `require`, which an ES module has to make.
const commandLineStart = `#!/usr/bin/env node
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`;

const bundledForTheCommandLine = ['commander', 'diff', 'picocolors', 'ignore', 'tinyglobby'];

export default defineConfig([
  {
    entry: {
      index: 'src/index.ts',
      values: 'src/values/index.ts',
      translate: 'src/translate/index.ts',
      events: 'src/events/index.ts',
      wrap: 'src/wrap/index.ts',
      b24jssdk: 'src/b24jssdk/index.ts',
      bx24: 'src/bx24/index.ts',
      crest: 'src/crest/index.ts',
      testing: 'src/testing/index.ts',
      codemods: 'codemods/index.ts',
    },
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    target: 'node20',
    splitting: true,
    external,
    noExternal: bundledForTheCommandLine,
  },
  {
    entry: { cli: 'src/cli/main.ts' },
    format: ['esm'],
    target: 'node20',
    dts: false,
    splitting: true,
    external,
    noExternal: bundledForTheCommandLine,
    banner: { js: commandLineStart },
  },
]);
