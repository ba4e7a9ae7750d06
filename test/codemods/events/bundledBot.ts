import { join } from 'node:path';
import { build } from 'esbuild';

const ADAPTER = join(import.meta.dirname, '../../../src/events/index.ts');

/** The bot.js of a folder as one CommonJS text, with the event adapter as its sources are now. */
export async function bundledBot(cwd: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(cwd, 'bot.js')],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    alias: { 'imbot-compat/events': ADAPTER },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
