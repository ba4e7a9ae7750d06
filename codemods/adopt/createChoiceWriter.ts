import type { ts } from 'ts-morph';
import { applyEdits } from '../files/edits';
import { parseErrors, treeOf } from '../files/sourceFile';
import { losesComments } from '../plan/losesComments';
import type { Edit, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import type { Reach } from '../transport/types';
import type { Choice } from './Choice';
import type { Importing } from './Importing';
import { type CannotWrite, type ChoiceEdits, writeChoice } from './writeChoices';

interface WrittenFile {
  readonly source: SourceText;
  readonly text: string;
  readonly edits: readonly Edit[];
  readonly failure?: string;
}

export interface ChoiceWriter {
  /** What a choice changes, or why it cannot. */
  tried(choice: Choice): readonly ChoiceEdits[] | CannotWrite;
  /** Everything together; a choice whose edits do not fit costs only itself. */
  write(choices: readonly Choice[]): {
    readonly files: ReadonlyMap<string, WrittenFile>;
    /** Keys of what is written. */
    readonly done: ReadonlySet<string>;
  };
}

interface WriterInput {
  readonly fileAt: (path: string) => SourceText | undefined;
  readonly importing: (tree: ts.SourceFile) => Importing | undefined;
  readonly isChecked: (tree: ts.SourceFile) => boolean;
  readonly reach: Reach;
  /** Why a file is left as it is; undefined where it may change. */
  readonly whyClosed: (path: string) => ReasonId | undefined;
}

export function createChoiceWriter({ fileAt, importing, isChecked, reach, whyClosed }: WriterInput): ChoiceWriter {
  const known = new Map<string, readonly ChoiceEdits[] | CannotWrite>();
  const treeAt = (path: string) => {
    const file = fileAt(path);
    return file && treeOf(file);
  };
  const tried = (choice: Choice): readonly ChoiceEdits[] | CannotWrite => {
    const before = known.get(choice.key);
    if (before) return before;
    const made = writeChoice(choice, { importing, trees: treeAt, reach, isChecked });
    const found = typeof made === 'string' ? made : (closedBy(made) ?? (made.length === 0 ? 'form' : made));
    known.set(choice.key, found);
    return found;
  };
  function closedBy(made: readonly ChoiceEdits[]): ReasonId | undefined {
    for (const { tree } of made) {
      const why = whyClosed(tree.fileName) ?? (parseErrors(tree).length > 0 ? 'syntax-error' : undefined);
      if (why) return why;
    }
    return undefined;
  }

  return {
    tried,
    write(choices) {
      const byFile = new Map<string, { owner: string; edits: readonly Edit[] }[]>();
      for (const choice of choices) {
        const made = tried(choice);
        if (typeof made === 'string') continue;
        for (const { tree, edits } of made)
          byFile.set(tree.fileName, [...(byFile.get(tree.fileName) ?? []), { owner: choice.key, edits }]);
      }
      const done = new Set(choices.map(({ key }) => key));
      const files = new Map<string, WrittenFile>();
      for (const [path, wanted] of byFile) {
        const source = fileAt(path);
        if (!source) continue;
        const first = applyEdits(source, wanted);
        const losing = losesComments(source, first, wanted);
        for (const owner of losing) done.delete(owner);
        const plan =
          losing.length === 0
            ? first
            : applyEdits(
                source,
                wanted.filter(({ owner }) => !losing.includes(owner)),
              );
        for (const { owner } of plan.refused) done.delete(owner);
        files.set(path, { source, text: plan.text, edits: plan.edits });
      }
      return { files, done };
    },
  };
}
