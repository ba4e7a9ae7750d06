import type { ts } from 'ts-morph';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSyntax, parseErrors, syntax, treeOf } from '../../../codemods/files/sourceFile';
import { commentsIn } from '../../../codemods/find/commentsIn';
import { adopt } from '../../../codemods/index';
import { planFile } from '../../../codemods/plan/planFile';
import type { Site, SourceText, TransformContext } from '../../../codemods/plan/site';
import { moveEventSite } from '../../../codemods/plan/transforms';
import { rewriteSite } from '../../../codemods/rewrite/rewriteSite';
import { read, workspace } from '../workspace';
import { adopted, CALLS, HANDLERS, TRANSPORTS, wrapped } from './layouts';

const full = process.env['IMBOT_FULL'] !== undefined;

beforeAll(async () => {
  await loadSyntax();
});

const transform = (site: Site, file: SourceText, context: TransformContext) =>
  rewriteSite(site, file, {
    ...context,
    assumeTransport: 'json',
    assumeErrors: true,
    accept: ['higher-rank', 'denied-by-v2', 'event-format'],
  });

function rewritten(text: string): string {
  const plan = planFile({ path: 'bot.js', text }, { transform });
  expect(plan.failure, text).toBeUndefined();
  return plan.text;
}

const treeIn = (text: string): ts.SourceFile => treeOf({ path: 'bot.js', text });

/** Comments with white space squeezed: an indentation may change. */
function comments(text: string): string[] {
  const tree = treeIn(text);
  return commentsIn(tree, tree)
    .map((one) => one.text.replace(/\s+/g, ' ').trim())
    .sort();
}

/** The code without comments, white space and last commas. */
function words(text: string): string {
  const tree = treeIn(text);
  let code = '';
  let at = 0;
  for (const { pos, end } of commentsIn(tree, tree)) {
    code += `${text.slice(at, pos)} `;
    at = end;
  }
  return (code + text.slice(at)).replace(/\s+/g, '').replace(/,(?=[}\])])/g, '');
}

/** Offsets between the words, from the first one asked for. */
function gapsOf(text: string, from = 0): number[] {
  const tree = treeIn(text);
  const s = syntax();
  const gaps = new Set<number>();
  const visit = (node: ts.Node): void => {
    const inner = node.getChildren(tree);
    if (inner.length === 0 && node.end > node.getStart(tree)) {
      gaps.add(node.getStart(tree));
      gaps.add(node.end);
    }
    if (s.isTemplateExpression(node))
      for (const { expression } of node.templateSpans) gaps.add(expression.getStart(tree));
    else inner.forEach(visit);
  };
  visit(tree);
  return [...gaps].filter((at) => at > from).sort((a, b) => a - b);
}

const KINDS = {
  block: (n: number) => ` /* c${n} */ `,
  lines: (n: number) => ` /* c${n}\n   * and 'more */ `,
  line: (n: number) => ` // c${n} it's\n`,
};

/** Without IMBOT_FULL every other place takes a comment, of each kind in turn. */
const isTurn = (n: number, kind: number, kinds: number): boolean => full || (n % 2 === 0 && (n / 2) % kinds === kind);

const put = (text: string, at: number, comment: string): string => text.slice(0, at) + comment + text.slice(at);

describe.each(Object.entries(CALLS))('%s', (_name, statement) => {
  test.each(Object.entries(KINDS).map(([kind, make], turn) => [kind, make, turn] as const))(
    'one comment at each place: %s',
    (_kind, make, turn) => {
      const bare = wrapped(statement);
      const moved = words(rewritten(bare));
      const stayed = words(bare);
      expect(moved).not.toBe(stayed);
      const gaps = gapsOf(bare, bare.indexOf('\n'));
      const kept: string[] = [];
      for (const [n, at] of gaps.entries()) {
        if (!isTurn(n, turn, 3)) continue;
        const text = put(bare, at, make(n));
        const after = rewritten(text);
        expect(comments(after), text).toEqual(comments(text));
        const code = words(after);
        if (code === stayed) kept.push(bare.slice(at - 12, at) + make(n).trim() + bare.slice(at, at + 12));
        else expect(code, text).toBe(moved);
      }
      // What holds a comment where nothing can take it stays; almost nothing does.
      expect(kept.length / gaps.length, kept.join('\n')).toBeLessThan(0.06);
    },
  );

  test('many comments at once', () => {
    const bare = wrapped(statement);
    const gaps = gapsOf(bare, bare.indexOf('\n'));
    const moved = words(rewritten(bare));
    let seed = 7;
    const next = () => {
      seed = (seed * 16807) % 2147483647;
      return seed;
    };
    const kinds = Object.values(KINDS);
    for (let round = 0; round < (full ? 40 : 6); round += 1) {
      let text = bare;
      for (let n = gaps.length - 1; n >= 0; n -= 1) {
        const kind = kinds[next() % 3];
        if (kind && next() % 4 === 0) text = put(text, gaps[n] ?? 0, kind(n));
      }
      const after = rewritten(text);
      expect(comments(after), text).toEqual(comments(text));
      expect([moved, words(bare)], text).toContain(words(after));
    }
  });
});

const isSound = (text: string): boolean => parseErrors(treeIn(text)).length === 0;

test.each(Object.entries(TRANSPORTS))('adopt: %s', async (_name, transport) => {
  const bare = adopted(transport);
  const files: Record<string, string> = { 'package.json': '{ "type": "module" }' };
  for (const [turn, [kind, make]] of Object.entries({ block: KINDS.block, line: KINDS.line }).entries())
    for (const [n, at] of gapsOf(bare).entries()) {
      if (!isTurn(n, turn, 2)) continue;
      const text = put(bare, at, make(n));
      if (isSound(text)) files[`${kind}${n}/bot.js`] = text;
    }
  const cwd = workspace(files);
  const { report } = await adopt({ cwd, write: true, allowDirty: true });
  expect(report.failed).toBeUndefined();
  const after = read(cwd);
  for (const [path, text] of Object.entries(files))
    expect(new Set(comments(after[path]?.toString() ?? '')), text).toEqual(new Set(comments(text)));
  const carried = report.sites.filter(({ change }) => change === 'adopted').length;
  expect(carried / (Object.keys(files).length - 1)).toBeGreaterThan(0.85);
});

test.each(Object.entries(HANDLERS))('events: %s', (_name, bare) => {
  const moved = (text: string) => planFile({ path: 'bot.js', text }, { transform: moveEventSite }).text;
  expect(moved(bare)).not.toBe(bare);
  for (const [turn, make] of Object.values(KINDS).entries())
    for (const [n, at] of gapsOf(bare).entries()) {
      if (!isTurn(n, turn, 3)) continue;
      const text = put(bare, at, make(n));
      if (isSound(text)) expect(comments(moved(text)), text).toEqual(comments(text));
    }
});

test.each(Object.entries(CALLS))('delegate: %s', (_name, statement) => {
  const bare = wrapped(statement);
  const delegated = (text: string) =>
    planFile(
      { path: 'bot.js', text },
      { transform: (site, file, context) => rewriteSite(site, file, { ...context, delegate: true }), delegate: true },
    ).text;
  for (const [turn, make] of Object.values(KINDS).entries())
    for (const [n, at] of gapsOf(bare, bare.indexOf('\n')).entries()) {
      if (!isTurn(n, turn, 3)) continue;
      const text = put(bare, at, make(n));
      expect(comments(delegated(text)), text).toEqual(comments(text));
    }
});

test('in JSX, text that looks like a comment is text', () => {
  const text = `export const Leave = ({ call }) => (
  <b onClick={async () => { await call('imbot.chat.leave', { BOT_ID: /* who */ 39, /* where */ CHAT_ID: 5 }); }}>
    it's // no comment {/* one */} /* nor this */
  </b>
);
`;
  const plan = planFile({ path: 'bot.tsx', text }, { transform });
  expect(plan.text).toBe(
    text.replace(
      "'imbot.chat.leave', { BOT_ID: /* who */ 39, /* where */ CHAT_ID: 5 }",
      "'imbot.v2.Chat.leave', { botId: /* who */ 39 /* where */, dialogId: 'chat5' }",
    ),
  );
});
