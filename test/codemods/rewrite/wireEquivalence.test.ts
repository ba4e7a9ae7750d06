import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSyntax } from '../../../codemods/files/sourceFile';
import { acceptable } from '../../../codemods/plan/acceptable';
import { planFile } from '../../../codemods/plan/planFile';
import type { Transform } from '../../../codemods/plan/site';
import type { ReasonId } from '../../../codemods/report/reasons';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';
import type { MethodEntry } from '../../../src/map/entry';
import { METHODS } from '../../../src/map/index';
import { LOSSES } from '../../../src/map/losses';
import { answerRule } from '../../../src/map/rules';
import { translate } from '../../../src/translate/translate';
import { type Case, caseOf } from './caseOf';
import { runSource } from './runSource';

const RUNS = process.env.IMBOT_FULL ? 2000 : 60;
const SEED = 20260714;

/** Needs several requests, or loses something whatever is passed. */
const NEVER_ONE: ReadonlySet<string> = new Set([
  'imbot.register',
  'imbot.update',
  'imbot.bot.list',
  'imbot.dialog.get',
  'imbot.chat.user.add',
  'imbot.command.register',
  'imbot.command.answer',
]);

const V2_ANSWERS: Readonly<Record<string, unknown>> = {
  'imbot.v2.Chat.Message.send': { id: 789, uuidMap: {} },
  'imbot.v2.Chat.add': { chat: { id: 5 }, users: [] },
  'imbot.v2.Chat.User.list': [{ id: 1 }, { id: 7 }],
  'imbot.v2.Command.update': { command: { id: 42 } },
  'imbot.v2.Chat.Message.update': { result: true },
  'imbot.v2.Chat.Message.delete': { result: true },
  'imbot.v2.Chat.Message.Reaction.add': { result: true },
  'imbot.v2.Chat.Message.Reaction.delete': { result: true },
  'imbot.v2.Bot.unregister': { result: true },
  'imbot.v2.Chat.update': { result: true },
  'imbot.v2.Chat.User.delete': { result: true },
  'imbot.v2.Chat.leave': { result: true },
  'imbot.v2.Chat.Manager.add': { result: true },
  'imbot.v2.Chat.Manager.delete': { result: true },
  'imbot.v2.Chat.setOwner': { result: true },
  'imbot.v2.Chat.InputAction.notify': { result: true },
  'imbot.v2.Command.register': { command: { id: 42 } },
  'imbot.v2.Command.unregister': { result: true },
};

/** Methods that one v2 request can do without a loss, for some parameters at least. */
const MOVABLE = METHODS.filter((entry) => entry.v2.length > 0 && !NEVER_ONE.has(entry.v1));
const NEVER_PROVEN = METHODS.filter((entry) => !MOVABLE.includes(entry));

beforeAll(async () => {
  await loadSyntax();
});

describe('the rewritten call sends what the translation of the original sends', () => {
  for (const entry of MOVABLE) {
    test(entry.v1, async () => {
      let moved = 0;
      await fc.assert(
        fc.asyncProperty(caseOf(entry), async (one) => {
          if (await sendsTheSame(entry, one)) moved += 1;
        }),
        { numRuns: RUNS, seed: SEED },
      );
      // A rewrite that never rewrites would pass everything above.
      expect(moved).toBeGreaterThan(RUNS / 40);
    });
  }
});

test('imbot.command.register, once events run through v2', async () => {
  const entry = METHODS.find(({ v1 }) => v1 === 'imbot.command.register');
  if (!entry) throw new Error('no such method');
  let moved = 0;
  await fc.assert(
    fc.asyncProperty(caseOf(entry), async (one) => {
      if (await sendsTheSame(entry, one, 'v2')) moved += 1;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(moved).toBeGreaterThan(RUNS / 40);
});

describe('with every loss accepted the rewritten call sends what the translation sends', () => {
  let lossy = 0;
  const everything: readonly ReasonId[] = acceptable(['higher-rank', 'denied-by-v2', ...Object.keys(LOSSES)]);
  for (const entry of MOVABLE) {
    test(entry.v1, async () => {
      await fc.assert(
        fc.asyncProperty(caseOf(entry), async (one) => {
          const { losses = [] } = translate(entry.v1, one.params, { auth: 'site', events: 'v1' }) ?? {};
          if ((await sendsTheSame(entry, one, 'v1', everything)) && losses.length > 0) lossy += 1;
        }),
        { numRuns: Math.ceil(RUNS / 2), seed: SEED },
      );
    });
  }
  test('and lossy calls were among them', () => expect(lossy).toBeGreaterThan(5));
});

describe('the rewrite leaves alone what one request cannot do', () => {
  for (const entry of NEVER_PROVEN) {
    test(entry.v1, async () => {
      await fc.assert(
        fc.asyncProperty(caseOf(entry), async (one) => {
          expect(await sendsTheSame(entry, one)).toBe(false);
        }),
        { numRuns: Math.ceil(RUNS / 4), seed: SEED },
      );
    });
  }
});

/** True where the site was moved. */
async function sendsTheSame(
  entry: MethodEntry,
  one: Case,
  events: 'v1' | 'v2' = 'v1',
  accepted: readonly ReasonId[] = ['higher-rank', 'denied-by-v2'],
): Promise<boolean> {
  const transform: Transform = (site, file, context) => rewriteSite(site, file, { ...context, events });
  const plan = planFile(
    { path: 'case.js', text: one.source },
    { transform, assumeTransport: 'json', assumeErrors: true, accept: accepted },
  );
  expect(plan.failure).toBeUndefined();
  const translation = translate(entry.v1, one.params, { auth: 'site', events });
  if (plan.text === one.source) {
    expect(plan.sites.some(({ outcome }) => outcome.reasons.length > 0)).toBe(true);
    const literal =
      one.allLiteral && translation?.verdict === 'exact' && !translation.refusal && one.params.BOT_ID !== undefined;
    // Command.update answers the command, which no path turns into true; a full list of members may be cut.
    const isUnreadable = answerRule(entry.answer).full || entry.v1 === 'imbot.command.update';
    expect(literal && (one.ignoresAnswer || !isUnreadable)).toBe(false);
    return false;
  }
  if (translation?.refusal) return true;
  expect(translation?.losses.filter(({ id }) => !accepted.includes(id))).toEqual([]);
  const ran = await runSource(plan.text, one, V2_ANSWERS);
  expect(ran.sent).toHaveLength(1);
  expect(ran.sent[0]?.method).toBe(translation?.one?.method);
  expect(wire(ran.sent[0]?.params)).toBe(wire(translation?.one?.params));
  const target = translation?.one?.method ?? '';
  expect(ran.value).toEqual(one.ignoresAnswer ? undefined : answerRule(entry.answer).apply(V2_ANSWERS[target]));
  return true;
}

/**
 * The bytes on the wire, white space around texts aside. A botToken that is put in later stands behind; `fields` stands
 * where the first of its parameters is written, and is there and empty, though that or all are undefined when the code runs.
 */
function wire(params: unknown): string {
  const { botId, botToken, fields, ...rest }: Record<string, unknown> = { ...Object(params) };
  const filled = JSON.stringify(fields) === '{}' ? undefined : fields;
  return JSON.stringify({ botId, botToken, ...rest, fields: filled }, (key, value) =>
    (key === 'message' || key === 'title' || key === 'dialogId') && typeof value === 'string' ? value.trim() : value,
  );
}
