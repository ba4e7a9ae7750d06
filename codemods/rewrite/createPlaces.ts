import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { syntax } from '../files/sourceFile';
import type { PackagePlace } from './PackagePlace';

/** Where the client of a file's package stands: in the root of its sources. Each folder and each package is asked once. */
export function createPlaces(cwd: string): (path: string) => PackagePlace {
  const known = new Map<string, PackagePlace>();
  const homes = new Map<string, string>();
  return (path) => {
    const folder = dirname(resolve(cwd, path));
    const home = homes.get(folder) ?? packageOf(folder, cwd);
    homes.set(folder, home);
    const place = known.get(home) ?? placeIn(home, cwd);
    known.set(home, place);
    return place;
  };
}

const MANIFESTS = ['package.json', 'deno.json', 'deno.jsonc'];

/** The nearest folder with a manifest; without one the working directory. */
function packageOf(directory: string, cwd: string): string {
  for (let at = directory; ; at = dirname(at)) {
    if (MANIFESTS.some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at || existsSync(join(at, '.git'))) return resolve(cwd);
  }
}

function placeIn(home: string, cwd: string): PackagePlace {
  const path = relative(cwd, join(sourcesOf(home, cwd), 'imbot'))
    .split(sep)
    .join('/');
  const manifest = read(join(home, 'package.json'));
  return { facade: path.startsWith('.') ? path : `./${path}`, isModule: field(manifest, 'type') === 'module' };
}

function sourcesOf(home: string, cwd: string): string {
  const folders = [rootDir(home), join(home, 'src'), join(home, 'source')].filter((one) => one !== undefined);
  const own = [...folders, home].find((folder) => ENDINGS.some((end) => existsSync(join(folder, `imbot${end}`))));
  if (own !== undefined) return own;
  const root = folders.find((folder) => existsSync(folder) && statSync(folder).isDirectory()) ?? home;
  // The command may have been run within the sources.
  return root === home && resolve(cwd).startsWith(home + sep) ? resolve(cwd) : root;
}

/** Of files that may hold the client. */
export const ENDINGS = ['.ts', '.js', '.mts', '.mjs', '.cts', '.cjs'];

function rootDir(home: string): string | undefined {
  const s = syntax();
  const path = join(home, 'tsconfig.json');
  const config: unknown = existsSync(path) ? s.readConfigFile(path, s.sys.readFile).config : undefined;
  const root = field(field(config, 'compilerOptions'), 'rootDir');
  return typeof root === 'string' ? resolve(home, root) : undefined;
}

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
