import type { UsageReport } from '../../src/engine/usage';

/** The usage report as a page of its own, which loads nothing. */
export function reportPage({ methods }: UsageReport): string {
  const rows = Object.entries(methods)
    .sort(([, a], [, b]) => b.calls - a.calls)
    .map(([method, { calls, sent, verdicts, losses }]) => {
      const told = Object.entries(verdicts).flatMap(([verdict, count]) => (count > 0 ? [`${verdict} ${count}`] : []));
      const lost = Object.entries(losses).map(([loss, count]) => `${loss} ${count}`);
      const cells = [method, calls, sent.v2, sent.v1, sent.refused, told.join(', '), lost.join(', ')];
      return `<tr>${cells.map((cell) => `<td>${escaped(String(cell))}</td>`).join('')}</tr>`;
    });
  return PAGE.replace('<!-- rows -->', () => rows.join('\n'));
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>imbot-compat gateway</title>
<style>body{font:15px/1.5 system-ui;margin:2rem}td,th{padding:.2rem .8rem;text-align:left;border-bottom:1px solid #ccc}</style>
<h1>What the bots called</h1>
<table>
<tr><th>method</th><th>calls</th><th>sent as v2</th><th>as v1</th><th>refused</th><th>verdicts</th><th>losses</th></tr>
<!-- rows -->
</table>
</html>
`;
