import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/translate/batchCommand';
import { readForm } from '../../src/translate/readForm';

/** What `parse_str` of PHP 8.2 made of each text; lists stand where PHP walks one. */
const ROWS: readonly (readonly [text: string, parsed: object])[] = [
  ['a=1&a=2', { a: '2' }],
  ['a=1&a[b]=2', { a: { b: '2' } }],
  ['a[b]=1&a=2', { a: '2' }],
  ['a[]=1&a[]=2', { a: ['1', '2'] }],
  ['a[]=1&a[5]=2&a[]=3', { a: { 0: '1', 5: '2', 6: '3' } }],
  ['a[0]=1&a[b]=2&a[]=3', { a: { 0: '1', 1: '3', b: '2' } }],
  ['a[][x]=1&a[][y]=2', { a: [{ x: '1' }, { y: '2' }] }],
  // Walked by foreach in the order in which it came.
  ['a[1]=x&a[0]=y', { a: ['x', 'y'] }],
  ['a[2]=x&a[0]=y', { a: { 0: 'y', 2: 'x' } }],
  ['a[05]=1&a[-0]=2', { a: { '05': '1', '-0': '2' } }],
  ['[a]=1&b=2', { b: '2' }],
  ['[=1&%5Ba=2', {}],
  ['=1&b&&c=', { b: '', c: '' }],
  ['a[b=1&a[0&a[b.c d[=2', { a_b: '1', a_0: '', a_b_c_d_: '2' }],
  ['a[b][c=1', { a: { b: '1' } }],
  ['a[b]c=1&d[e]x[f]=2', { a: { b: '1' }, d: { e: '2' } }],
  ['a[[b]]=1&c[b[c]]=2', { a: { '[b': '1' }, c: { 'b[c': '2' } }],
  ['a]=1&a[]]=2', { 'a]': '1', a: ['2'] }],
  ['a[ ]=1&b[%09]=2&c[ x]=3', { a: ['1'], b: ['2'], c: { ' x': '3' } }],
  ['a.b=1&c d=2&+e=3&f.[g.h]=4', { a_b: '1', c_d: '2', e: '3', f_: { 'g.h': '4' } }],
  ['a=x+y%2Bz&b=%zz%4', { a: 'x y+z', b: '%zz%4' }],
  ['a%00b=1&c[%00d]=2', { a: '1', c_: '2' }],
  ['?a=1&b;c=2', { '?a': '1', 'b;c': '2' }],
  ['%D1%84[%D1%8B]=%E2%82%AC', { ф: { ы: '€' } }],
];

describe('a form, as PHP reads it', () => {
  it.each(ROWS)('%s', (text, parsed) => {
    expect(readForm(text)).toEqual(parsed);
  });

  it('goes 64 keys deep; one more takes the whole name away', () => {
    const deep = (levels: number) => `c=2&a[z]=1&a${'[b]'.repeat(levels)}=1`;
    expect(JSON.stringify(readForm(deep(64))).split('"b"')).toHaveLength(65);
    expect(readForm(deep(65))).toEqual({ c: '2' });
  });

  it('reaches no prototype', () => {
    expect(readForm('__proto__[x]=1&a[__proto__][x]=2&b=3')).toEqual({ b: '3' });
    expect(Object.prototype).not.toHaveProperty('x');
  });

  it('is linear: 200,000 appended values', () => {
    const { a } = readForm('a[]=1&'.repeat(200_000));
    expect(a).toHaveLength(200_000);
  });

  it('is how the command of a batch is read: no appended value is lost', () => {
    expect(readCommand('imbot.chat.user.add?CHAT_ID=1&USERS[]=2&USERS[]=3')).toEqual({
      method: 'imbot.chat.user.add',
      params: { CHAT_ID: '1', USERS: ['2', '3'] },
    });
  });
});
