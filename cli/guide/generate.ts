import { readFileSync, writeFileSync } from 'node:fs';
import { GENERATED } from './generated';
import { withGenerated } from './generatedParts';

// `npm run generate`: writes the generated parts of README.md and MIGRATION.md.
for (const { file, part, render } of GENERATED) {
  const path = new URL(`../../${file}`, import.meta.url);
  writeFileSync(path, withGenerated(readFileSync(path, 'utf8'), part, render()));
}
