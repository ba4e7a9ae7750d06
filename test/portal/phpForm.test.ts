import { describe, expect, it } from 'vitest';
import { phpForm } from '../../portal/phpForm';

/** What `parse_str` of PHP 8.2 made of each text. */
const ROWS: readonly (readonly [text: string, parsed: object])[] = [
  ['a=1&a=2', { a: '2' }],
  ['a=1&a[b]=2', { a: { b: '2' } }],
  ['a[b]=1&a=2', { a: '2' }],
  ['a[b]=1&a[b][c]=2', { a: { b: { c: '2' } } }],
  ['a[]=1&a[5]=2&a[]=3', { a: { 0: '1', 5: '2', 6: '3' } }],
  ['a[0]=1&a[b]=2&a[]=3', { a: { 0: '1', 1: '3', b: '2' } }],
  ['a[][x]=1&a[][y]=2', { a: [{ x: '1' }, { y: '2' }] }],
  ['a[1]=x&a[0]=y', { a: { 0: 'y', 1: 'x' } }],
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

describe('the form of PHP', () => {
  it.each(ROWS)('%s', (text, parsed) => {
    expect(phpForm.decode(text)).toEqual(parsed);
  });

  it('goes 64 keys deep; one more takes the whole name away', () => {
    const deep = (levels: number) => `c=2&a[z]=1&a${'[b]'.repeat(levels)}=1`;
    expect(JSON.stringify(phpForm.decode(deep(64))).split('"b"')).toHaveLength(65);
    expect(phpForm.decode(deep(65))).toEqual({ c: '2' });
  });
});
