import { expect, test } from 'vitest';
import { rewrite } from '../../../codemods/index';
import { workspace } from '../workspace';

const CALL = `async function call(m: string, p: object) { return (await fetch(process.env.H + m, { method: 'POST', body: JSON.stringify(p) })).json(); }
`;
const UPDATE = "await call('imbot.message.update', { BOT_ID: 40, MESSAGE_ID: 9, MESSAGE: text });";

async function becomes(body: string, name = 'bot.ts'): Promise<string> {
  const head = name.endsWith('.ts') ? CALL : CALL.replace('m: string, p: object', 'm, p');
  const code = `${head}export async function f(ok, more) { try { ${body} } catch { console.error('failed'); } }\n`;
  const { report } = await rewrite({ cwd: workspace({ [name]: code }) });
  const [site] = report.sites.filter(({ kind }) => kind !== 'mention');
  return site?.change ?? [...(site?.reasons ?? []), ...(site?.params ?? [])].join(' ');
}

/** An empty text deletes the message in v1: it may be sent to v2 where it is certainly none. */
test.each([
  `let text = 'Done'; if (ok) text = 'Not done'; ${UPDATE}`,
  `let text = ok ? 'Done' : 'Not done'; text += more; ${UPDATE}`,
  `let text = 'Done'; text = text + more; ${UPDATE}`,
  `let text = 'One'; if (ok) { text = 'Two'; } else { text = \`More: \${more}\`; } ${UPDATE}`,
  `let text: string; if (ok) text = 'Done'; else text = 'Not done'; ${UPDATE}`,
  `let text = 'Done'; let other = 'Else'; text = other; other = text + more; ${UPDATE}`,
  `var text = 'Done'; console.log([text], { text }, !text); ${UPDATE}`,
  `let head = 'Done: '; if (ok) head = 'Not done: '; const text = head + more; ${UPDATE}`,
])('moves: %s', async (body) => {
  expect(await becomes(body)).toBe('moved');
});

test.each([
  `let text = 'Done'; if (ok) text = more; ${UPDATE}`,
  `let text = 'Done'; if (ok) text = ''; ${UPDATE}`,
  `let text = ''; text += more; ${UPDATE}`,
  `let text = 'Done'; if (ok) text = ' [br] '; ${UPDATE}`,
  `let text = 'Done'; text &&= more; ${UPDATE}`,
  `let text: any = 'Done'; text -= 1; ${UPDATE}`,
  `let text: any = 'Done'; text++; ${UPDATE}`,
  `let text = 'Done'; [text] = more; ${UPDATE}`,
  `let text = 'Done'; ({ text } = more); ${UPDATE}`,
  `let text = 'Done'; ({ a: [text] } = more); ${UPDATE}`,
  `let text = 'Done'; [text = 'x'] = more; ${UPDATE}`,
  `let text = 'Done'; for (text of more) console.log(1); ${UPDATE}`,
  `let text = 'Done'; text = text; text = (ok && text) || more; ${UPDATE}`,
  `let text; if (ok) text = 'Done'; ${UPDATE}`,
  `let text: string; const later = async () => { ${UPDATE} }; await later(); text = 'Done';`,
  `let text = 'Done'; for ([text = 'x'] of more) console.log(1); ${UPDATE}`,
  `let text = 'Done'; let other = more; text = other; other = text; ${UPDATE}`,
  `let other = more; const text = other + other; ${UPDATE}`,
  `let a = 'A'; let b = 'B'; b = a; a = more; const text = a + b; ${UPDATE}`,
  `let text!: string; const fill = () => { if (ok) text = 'Done'; }; fill(); ${UPDATE}`,
  `const text = more || 'Done'; ${UPDATE}`,
  `const text = more; if (!text) return; ${UPDATE}`,
])('stays: %s', async (body) => {
  expect(await becomes(body)).toBe('unproven-value MESSAGE');
});

test('in JavaScript nobody sees to it that a text is given', async () => {
  expect(await becomes(`let text; if (ok) text = 'Done'; else text = 'x'; ${UPDATE}`, 'bot.js')).toMatch(/^unproven/);
});
