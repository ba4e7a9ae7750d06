import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, or waits longest: begun last, each of them would be left alone with one core while the other rests. */
export const LONGEST = [
  'moves/moves',
  'cli-live/cutoverFaults',
  'docs/codeBlocks',
  'auth/stores',
  'examples/examples',
  'codemods/cases/runs',
  'codemods/builtCli',
  'docs/api',
  'walk/walk',
  'walk/facts',
  'facades/afterCommit',
  'facades/scenario',
  'cli-live/cutoverBeside',
  'cli-live/cutoverLost',
  'cli-live/cutoverKilledRun',
  'gateway/clients',
  'gateway/shared',
  'gateway/killed',
  'gateway/keptSecrets',
  'auth/processes',
  'packaging/tarball',
  'docs/stranger',
  'fuzz/calls',
].map((name) => `test/${name}.test.ts`);

/** On a machine that never ran the tests nothing else is known of a file than its size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = LONGEST.length;
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((file) => moduleId.endsWith(file));
      return at < 0 ? rest : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
