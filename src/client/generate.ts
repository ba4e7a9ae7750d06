import { writeFileSync } from 'node:fs';
import { renderTypes } from './renderTypes';

// `npm run generate`: writes the interfaces of the v1 methods beside this file.
writeFileSync(new URL('./methods.generated.ts', import.meta.url), renderTypes());
