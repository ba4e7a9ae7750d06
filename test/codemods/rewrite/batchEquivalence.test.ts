import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { planFile } from '../../../codemods/plan/planFile';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';
import { writeCommand } from '../../../src/translate/batchCommand';
import { translate } from '../../../src/translate/translate';
import { translateBatch } from '../../../src/translate/translateBatch';
import type { Params, Translation } from '../../../src/translate/types';

const RUNS = process.env.IMBOT_FULL ? 3000 : 150;

interface Command {
  readonly method: string;
  readonly params: Params;
}

beforeAll(async () => {
  await loadSyntax();
});

test('a rewritten batch sends the commands that the translation of the batch sends', async () => {
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(commands, fc.constantFrom('map', 'list', 'tuples'), fc.boolean(), async (list, form, isBuilt) => {
      const source = sourceOf(list, form, isBuilt);
      const plan = planFile(
        { path: 'case.js', text: source },
        {
          transform: rewriteSite,
          assumeTransport: 'json',
          assumeErrors: true,
          accept: ['higher-rank', 'denied-by-v2'],
        },
      );
      expect(plan.failure).toBeUndefined();
      const keyed: Command[] = JSON.parse(JSON.stringify(list).replace(/KEY(\d+)/g, form === 'map' ? 'c$1' : '$1'));
      const known = keyed.map((command, index) => ({
        key: form === 'map' ? keyAt(index) : String(index),
        given: command,
        read: command,
        translation: translated(command),
      }));
      const expected = translateBatch(
        known,
        { auth: 'site' },
        {
          wanted: (_command, translation) => translation.losses.length === 0,
          complete: (_method, params) => params,
        },
      );
      const sent = await sentBy(plan.text);
      expect(sent.map(writeCommand)).toEqual(expected.map(({ text }) => text));
      moved += plan.text === source ? 0 : 1;
    }),
    { numRuns: RUNS, seed: 20260714 },
  );
  expect(moved).toBeGreaterThan(RUNS / 3);
});

/** Undefined where a reference stands for a value that the translation needs. */
function translated({ method, params }: Command): Translation | undefined {
  try {
    return translate(method, params, { auth: 'site' }, { inBatch: true });
  } catch {
    return undefined;
  }
}

const id = fc.integer({ min: 1, max: 999 });
const commands: fc.Arbitrary<Command[]> = fc
  .array(
    fc.constantFrom(...kinds()).chain((make) => make),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) =>
    list.map(({ method, params }, index) => ({
      method,
      params: Object.fromEntries(Object.entries(params).map(([key, value]) => [key, referred(value, index)])),
    })),
  );

function kinds(): fc.Arbitrary<Command>[] {
  const reference = fc.oneof(id, fc.constant('REFERENCE'));
  const command = (method: string, params: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Command> =>
    fc.record({ method: fc.constant(method), params: fc.record(params) });
  const BOT_ID = id;
  return [
    command('imbot.message.add', {
      BOT_ID,
      DIALOG_ID: fc.oneof(id, fc.constant('chatREFERENCE')),
      MESSAGE: fc.constantFrom('Hi', 'see REFERENCE'),
    }),
    command('imbot.chat.add', { BOT_ID, TITLE: fc.constantFrom('T'), USERS: fc.constantFrom([1, '2'], ['REFERENCE']) }),
    command('imbot.chat.updateTitle', { BOT_ID, CHAT_ID: reference, TITLE: fc.constant('T') }),
    command('imbot.message.like', { BOT_ID, MESSAGE_ID: reference, ACTION: fc.constantFrom('plus', 'auto') }),
    command('imbot.chat.setManager', { BOT_ID, CHAT_ID: reference, USER_ID: reference }),
    command('imbot.chat.user.list', { BOT_ID, CHAT_ID: id }),
    command('imbot.chat.user.add', { BOT_ID, CHAT_ID: reference, USERS: fc.constant([5]) }),
    command('imbot.unregister', { BOT_ID: reference }),
    command('imbot.message.add', { DIALOG_ID: id, MESSAGE: fc.constant('no bot, REFERENCE') }),
    command('crm.lead.add', { TITLE: fc.constantFrom('REFERENCE', 'none') }),
  ];
}

function keyAt(index: number): string {
  return `c${index}`;
}

/** REFERENCE stands for the answer of the command before. */
function referred(value: unknown, index: number): unknown {
  if (Array.isArray(value)) return value.map((inner) => referred(inner, index));
  if (typeof value !== 'string') return value;
  return index === 0 ? value.replace('REFERENCE', '7') : value.replace('REFERENCE', `$result[KEY${index - 1}]`);
}

function sourceOf(list: readonly Command[], form: string, isBuilt: boolean): string {
  const literals = list.map(({ method, params }) => {
    const source = JSON.stringify(params);
    return form === 'tuples' ? `['${method}', ${source}]` : `{ method: '${method}', params: ${source} }`;
  });
  const body =
    form === 'map'
      ? `{ ${literals.map((one, index) => `${keyAt(index)}: ${one}`).join(', ')} }`
      : `[${literals.join(', ')}]`;
  const keyed = body.replace(/KEY(\d+)/g, form === 'map' ? 'c$1' : '$1');
  return isBuilt
    ? `async function run() {\n  const cmd = ${keyed};\n  await batch({ halt: 0, cmd });\n}\n`
    : `async function run() {\n  await batch(${keyed});\n}\n`;
}

async function sentBy(source: string): Promise<Command[]> {
  const sent: Command[] = [];
  const batch = async (given: { cmd?: object }): Promise<void> => {
    for (const one of Object.values(given.cmd ?? given))
      sent.push(Array.isArray(one) ? { method: one[0], params: one[1] } : one);
  };
  await new Function('batch', `${source}\nreturn run();`)(batch);
  return sent;
}
