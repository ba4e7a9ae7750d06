import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../codemods/files/decode';
import { applyEdits } from '../../codemods/files/edits';

const file = (text: string, encoding: 'utf8' | 'bytes' = 'utf8') => ({ path: 'a.js', text, encoding });

describe('decode and encode', () => {
  it('give every byte back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(encode(decode('a.js', bytes))).toEqual(Buffer.from(bytes));
      }),
      { seed: 1, numRuns: process.env.IMBOT_FULL ? 5000 : 300 },
    );
  });
});

describe('applyEdits', () => {
  it('leaves everything outside of the edits as it is', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 60, unit: 'binary' }),
        fc.array(fc.tuple(fc.nat(60), fc.nat(5), fc.string({ maxLength: 4 }))),
        (text, wanted) => {
          const edits = wanted.map(([start, length, insert]) => ({
            start,
            end: start + length,
            text: insert.replace(/\n/g, ''),
          }));
          const plan = applyEdits(
            file(text),
            edits.map((edit) => ({ owner: edit, edits: [edit] })),
          );
          let rest = plan.text;
          let end = 0;
          for (const edit of plan.edits) {
            const kept = text.slice(end, edit.start) + edit.text;
            expect(rest.startsWith(kept)).toBe(true);
            rest = rest.slice(kept.length);
            end = edit.end;
          }
          expect(rest).toBe(text.slice(end));
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  it('applies all edits of a site or none', () => {
    const plan = applyEdits(file('abcdef'), [
      { owner: 'first', edits: [{ start: 0, end: 2, text: 'X' }] },
      {
        owner: 'second',
        edits: [
          { start: 4, end: 5, text: 'Y' },
          { start: 1, end: 3, text: 'Z' },
        ],
      },
      { owner: 'third', edits: [{ start: 5, end: 6, text: 'W' }] },
    ]);
    expect(plan.text).toBe('XcdeW');
    expect(plan.applied).toEqual(['first', 'third']);
    expect(plan.refused).toEqual([{ owner: 'second', why: 'overlap' }]);
  });

  it('merges identical edits, as two sites that want one import make them', () => {
    const edit = { start: 0, end: 0, text: 'import x;\n' };
    const plan = applyEdits(file('a;b;'), [
      { owner: 1, edits: [edit, { start: 0, end: 1, text: 'A' }] },
      { owner: 2, edits: [edit, { start: 2, end: 3, text: 'B' }] },
    ]);
    expect(plan.text).toBe('import x;\nA;B;');
    expect(plan.refused).toEqual([]);
  });

  it('inserts the line end of its surroundings, also in mixed files', () => {
    const insert = (text: string, start: number) =>
      applyEdits(file(text), [{ owner: 1, edits: [{ start, end: start, text: 'x\n' }] }]).text;
    expect(insert('a\r\nb\r\n', 3)).toBe('a\r\nx\r\nb\r\n');
    expect(insert('a\r\nb\nc', 3)).toBe('a\r\nx\nb\nc');
    expect(insert('a', 0)).toBe('x\na');
  });

  it('inserts nothing but ASCII into a file that is not UTF-8', () => {
    const { text, encoding } = decode('a.js', Buffer.from([0xcf, 0x3b, 0x61]));
    expect(encoding).toBe('bytes');
    const plan = applyEdits({ path: 'a.js', text, encoding }, [
      { owner: 'text', edits: [{ start: 2, end: 3, text: '’' }] },
      { owner: 'moved', edits: [{ start: 2, end: 3, text: text.slice(0, 1) }] },
    ]);
    expect(plan.refused).toEqual([{ owner: 'text', why: 'not-ascii' }]);
    expect([...encode({ text: plan.text, encoding })]).toEqual([0xcf, 0x3b, 0xcf]);
  });
});
