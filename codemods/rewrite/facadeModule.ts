import { posix } from 'node:path';
import type { ts } from 'ts-morph';
import { syntax } from '../files/sourceFile';
import type { TransformContext } from '../plan/site';
import { attached } from '../source/attached';
import { importingOf } from './importingOf';

/** The facade's module as a file imports it, where nothing is said of endings. */
export function moduleFor(from: string, file: string): string {
  if (!from.startsWith('.')) return from;
  const path = posix.relative(posix.dirname(file), posix.normalize(from));
  return path.startsWith('.') ? path : `./${path}`;
}

/** The same with the ending that neighbours write: `'../log.js'`, `'../log.ts'`, or none. */
export function facadeModule(from: string, tree: ts.SourceFile, context: TransformContext): string {
  const path = moduleFor(from, tree.fileName);
  return !path.startsWith('.') || /\.[mc]?[jt]s$/.test(path) ? path : path + endingOf(tree, context);
}

const RELATIVE = /(?:\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*['"](\.{1,2}\/[^'"\n]*)['"]/g;

function endingOf(tree: ts.SourceFile, context: TransformContext): string {
  const own = written.get(tree) ?? endingsIn(tree.text, () => true);
  written.set(tree, own);
  const name = posix.basename(tree.fileName).replace(/\.\w+$/, '');
  const others = context.importers?.(tree.fileName) ?? [];
  const all =
    own.length > 0
      ? own
      : others.flatMap(({ text }) => endingsIn(text, (path) => posix.basename(path).replace(/\.\w+$/, '') === name));
  if (all.length > 0) return all.find((one) => one !== '') ?? '';
  return unsaid(tree, context);
}

/** Every call of the file asks. */
const written = attached<ts.SourceFile, readonly string[]>();

/** How relative paths end: with nothing, or as code does. */
function endingsIn(text: string, counts: (path: string) => boolean): string[] {
  return [...text.matchAll(RELATIVE)].flatMap(([, path = '']) => {
    const [, ending] = /\.(\w+)$/.exec(posix.basename(path)) ?? [];
    if (!counts(path) || (ending !== undefined && !/^[mc]?[jt]sx?$/.test(ending))) return [];
    return [ending === undefined ? '' : `.${ending.replace(/x$/, '')}`];
  });
}

/** Nobody writes a relative path. Node resolves nothing by itself in a module; CommonJS and bundlers do. */
function unsaid(tree: ts.SourceFile, context: TransformContext): string {
  const importing = importingOf(tree, context);
  if (importing?.style === 'require') return '';
  const isTyped = /\.[mc]?tsx?$|\.(?:vue|svelte)$/.test(tree.fileName);
  if (importing?.from('x').startsWith('npm:')) return isTyped ? '.ts' : '.js';
  const isModule = context.place?.(tree.fileName).isModule === true;
  if (!isTyped) return /\.mjs$/.test(tree.fileName) && !isModule ? '.mjs' : '.js';
  const options = context.typing?.(tree.fileName) ?? {};
  if (options.allowImportingTsExtensions) return '.ts';
  return isOfNode(options) || (options.moduleResolution === undefined && isModule) ? '.js' : '';
}

function isOfNode({ moduleResolution, module }: ts.CompilerOptions): boolean {
  const { ModuleKind, ModuleResolutionKind: kinds } = syntax();
  if (moduleResolution !== undefined) return moduleResolution === kinds.Node16 || moduleResolution === kinds.NodeNext;
  return module !== undefined && module >= ModuleKind.Node16 && module <= ModuleKind.NodeNext;
}
