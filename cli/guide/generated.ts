import { renderReference } from './renderReference';
import { renderVerdicts } from './renderVerdicts';

/** Every generated part of the documents. */
export const GENERATED = [
  { file: 'MIGRATION.md', part: 'reference', render: renderReference },
  { file: 'README.md', part: 'verdicts', render: renderVerdicts },
] as const;
