import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GENERATED } from '../../cli/guide/generated';
import { withGenerated } from '../../cli/guide/generatedParts';
import { LOSS_SAMPLES } from '../../cli/guide/lossSamples';
import { renderTypes } from '../../src/client/renderTypes';
import { explain } from '../../src/translate/index';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the interfaces of the v1 methods are fresh (npm run generate)', () => {
  expect(read('src/client/methods.generated.ts')).toBe(renderTypes());
});

test.each(GENERATED)('the part $part of $file is fresh (npm run generate)', ({ file, part, render }) => {
  const document = read(file);
  expect(withGenerated(document, part, render())).toBe(document);
});

test('a document without the marks of the generated part is an error', () => {
  expect(() => withGenerated('# no marks', 'reference', 'text')).toThrow(/lacks/);
});

test.each(Object.entries(LOSS_SAMPLES))('the sample of loss %s has it', (id, { method, params, context }) => {
  const { losses, verdict } = explain(method, params, context ?? {});
  if (id === 'member-limit') expect(verdict).toBe('exact');
  else expect(losses.map((loss) => loss.id)).toContain(id);
});
