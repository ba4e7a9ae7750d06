import { readFileSync, writeFileSync } from 'node:fs';
import { withReference } from './generatedParts';
import { renderReference } from './renderReference';

// `npm run generate`: writes the reference half of MIGRATION.md.
const file = new URL('../../MIGRATION.md', import.meta.url);
writeFileSync(file, withReference(readFileSync(file, 'utf8'), renderReference()));
