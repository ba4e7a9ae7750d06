import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { readCommand } from '../../src/translate/batchCommand';
import { nestForm, readForm } from '../../src/translate/readForm';
import { FULL } from '../sample';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

/** Texts as they come: one for each call, and nobody else has it. */
function form(index: number, name: string, value: string): string {
  const long = 'm'.repeat(1_000_000);
  return Buffer.from(`A=1&${name}${index}=${value}${index}&MESSAGE=${long}`).toString();
}

const MEMBER = 'somebody_with_a_name';
const READ: Readonly<Record<string, (index: number) => unknown>> = {
  'a name that is written with percent signs': (i) => readForm(form(i, 'KEYBOARD%5BBUTTONS%5D%5B', '1')) && undefined,
  'a plain name': (i) => readForm(form(i, 'A_NAME_THAT_IS_LONG', '1')) && undefined,
  'a name with a plus': (i) => readForm(form(i, 'A+NAME+THAT+IS+LONG', '1')) && undefined,
  'a name that is decoded already': (i) => {
    const [, name = ''] = form(i, 'A[NAME][THAT][IS][LONG]', '').split(/[&=]/);
    return nestForm([[name, '1']]) && undefined;
  },
  'a value': (i) => readForm(form(i, 'CLIENT_', MEMBER))[`CLIENT_${i}`],
  'a value with a plus': (i) => readForm(form(i, 'CLIENT_', 'some+body+who+calls'))[`CLIENT_${i}`],
  'a value that is not well encoded': (i) => readForm(form(i, 'CLIENT_', 'somebody_who_calls%zz'))[`CLIENT_${i}`],
  'a value within a map': (i) => Object.values(Object(readForm(form(i, 'USERS[x][', MEMBER))['USERS']))[0],
  'a value of a command': (i) => readCommand(`imbot.message.add?${form(i, 'CLIENT_', MEMBER)}`)?.params[`CLIENT_${i}`],
};

/** Each is of a megabyte: should they all stay, they are twice what is allowed for. */
const FORMS = FULL ? 60 : 20;

describe('what is remembered of a long form keeps no other part of it in memory', () => {
  it.each(Object.keys(READ))('%s', (name) => {
    const kept: unknown[] = [];
    const before = heap();
    for (let index = 0; index < FORMS; index += 1) kept.push(READ[name]?.(index));
    // One of them may still stand where the last regular expression looked.
    expect(heap() - before).toBeLessThan(10_000_000);
    expect(kept).toHaveLength(FORMS);
  });
});
