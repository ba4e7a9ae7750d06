import { resolve } from 'node:path';
import ts from 'typescript';

/** The module behind each entry of the package. */
export const ENTRIES: Readonly<Record<string, string>> = {
  '.': 'src/index.ts',
  './values': 'src/values/index.ts',
  './translate': 'src/translate/index.ts',
  './events': 'src/events/index.ts',
  './wrap': 'src/wrap/index.ts',
  './b24jssdk': 'src/b24jssdk/index.ts',
  './bx24': 'src/bx24/index.ts',
  './crest': 'src/crest/index.ts',
  './gateway': 'src/gateway/index.ts',
  './testing': 'portal/index.ts',
  './codemods': 'codemods/index.ts',
};

export interface Exported {
  readonly entry: string;
  readonly name: string;
  /** Repository path and line of what the export stands for. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly examples: readonly string[];
  /** A function, or a class: somebody calls it. */
  readonly isCalled: boolean;
  /** Members of an interface that say nothing of themselves. */
  readonly silent: readonly string[];
}

/** Every export of every entry with its documentation, but what comes from other packages. */
export function apiOf(entries: Readonly<Record<string, string>> = ENTRIES): Exported[] {
  const root = resolve(import.meta.dirname, '../..');
  const { config } = ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const paths = Object.values(entries).map((file) => resolve(root, file));
  const program = ts.createProgram(paths, options);
  const checker = program.getTypeChecker();
  return Object.entries(entries).flatMap(([entry, file]) => {
    const source = program.getSourceFile(resolve(root, file));
    const module = source && checker.getSymbolAtLocation(source);
    return (module ? checker.getExportsOfModule(module) : []).flatMap((named): Exported[] => {
      const symbol = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
      const place = symbol.declarations?.[0];
      const from = place?.getSourceFile();
      if (place === undefined || from === undefined || from.fileName.includes('node_modules')) return [];
      const tags = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
      const calls =
        (symbol.flags & ts.SymbolFlags.Variable) !== 0 &&
        checker.getTypeOfSymbolAtLocation(symbol, place).getCallSignatures().length > 0;
      return [
        {
          entry,
          name: named.name,
          file: from.fileName.slice(root.length + 1),
          line: from.getLineAndCharacterOfPosition(place.getStart()).line + 1,
          text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
          examples: tags.map(({ text }) => ts.displayPartsToString(text)),
          isCalled: calls || (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Class)) !== 0,
          silent: ts.isInterfaceDeclaration(place)
            ? place.members.flatMap((member) => silentName(member, checker))
            : [],
        },
      ];
    });
  });
}

function silentName({ name }: ts.TypeElement, checker: ts.TypeChecker): string[] {
  const symbol = name && checker.getSymbolAtLocation(name);
  if (symbol === undefined || ts.displayPartsToString(symbol.getDocumentationComment(checker)) !== '') return [];
  return [symbol.name];
}
