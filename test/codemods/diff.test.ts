import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffOf } from '../../codemods/files/diffOf';
import { applyEdits } from '../../codemods/files/edits';

/** Hundreds of small edits in a text, without overlap. */
const texts = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'bb\n', 'cc\r\n', '\n', 'x = 1;\n', '  y\n'), { minLength: 150, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(6), fc.nat(3), fc.constantFrom('', 'Z', 'new\n', 'q\nr', '\n')), {
      minLength: 110,
      maxLength: 160,
    }),
  )
  .map(([lines, steps]) => {
    const text = lines.join('');
    let at = 0;
    const edits = steps.flatMap(([skip, length, inserted]) => {
      const start = at + skip;
      const end = Math.min(text.length, start + length);
      at = end + 1;
      return end <= text.length && start <= end && !(start === end && inserted === '')
        ? [{ start, end, text: inserted }]
        : [];
    });
    return { text, edits };
  });

describe('the diff of many edits', () => {
  it('is one that leads from the old text to the new', () => {
    fc.assert(
      fc.property(texts, ({ text, edits }) => {
        const plan = applyEdits(
          { path: 'a.js', text },
          edits.map((edit) => ({ owner: edit, edits: [edit] })),
        );
        const diff = diffOf('a.js', text, plan.text, plan.edits);
        expect(diff.startsWith('--- a/a.js\n+++ b/a.js\n')).toBe(true);
        expect(applyPatch(text, diff, { autoConvertLineEndings: false })).toBe(plan.text);
      }),
      { seed: 8, numRuns: 60 },
    );
  });
});
