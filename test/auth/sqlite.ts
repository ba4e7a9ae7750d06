import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Outside node_modules: it compiles where it has no ready-made binary, which nobody should wait for who does not test it. */
const FOLDER = process.env['IMBOT_SQLITE'] ?? join(tmpdir(), 'imbot-compat-sqlite');

/**
 * The folder of a better-sqlite3 12, or undefined where none is installed: then says which tests are left out; where
 * IMBOT_REQUIRE names sqlite, installs it.
 */
export function sqliteFolder(tests: string): string | undefined {
  if (isThere()) return FOLDER;
  if (process.env['IMBOT_REQUIRE']?.includes('sqlite')) {
    const options = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', FOLDER, 'better-sqlite3@12'];
    execFileSync('npm', options, { stdio: 'inherit' });
    if (isThere()) return FOLDER;
    throw new Error('better-sqlite3 is required and could not be installed');
  }
  console.warn(`Left out, because no better-sqlite3 is installed in ${FOLDER}: ${tests}.`);
  return undefined;
}

function isThere(): boolean {
  try {
    const Database = createRequire(join(FOLDER, 'from.js'))('better-sqlite3');
    new Database(':memory:').close();
    return true;
  } catch {
    return false;
  }
}
