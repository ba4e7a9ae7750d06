import { printable, printableLines } from '../printable';
import { reason } from '../reasons';
import type { Report, ReportSite } from '../report';
import { PAGE_SCRIPT } from './pageScript';
import { PAGE_STYLE } from './pageStyle';

const STATES = ['done', 'auto', 'review', 'manual', 'silenced'] as const;
type State = (typeof STATES)[number];

const STATE_NAMES: Readonly<Record<State, string>> = {
  done: 'changed',
  auto: 'moves by itself',
  review: 'to review',
  manual: 'by hand',
  silenced: 'silenced',
};

/** One page that needs nothing but itself: progress by verdict, method and file; filters; each site before and after. */
export function toHtml(report: Report): string {
  const sites = report.sites.filter(({ kind }) => kind !== 'mention');
  const { summary } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>imbot v1 → imbot.v2: ${summary.sites} ${plural(summary.sites, 'site')}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>imbot v1 <span aria-hidden="true">→</span> imbot.v2</h1>
<p>${summary.sites} ${plural(summary.sites, 'site')} in ${summary.files} ${plural(summary.files, 'file')}, ${summary.mentions} ${plural(summary.mentions, 'mention')} that ${summary.mentions === 1 ? 'stays' : 'stay'} as ${summary.mentions === 1 ? 'it is' : 'they are'}.</p>
${bar(sites, 'All sites')}
<ul class="legend">${STATES.filter((state) => count(sites, state) > 0)
    .map((state) => `<li><i class="${state}"></i>${count(sites, state)} ${STATE_NAMES[state]}</li>`)
    .join('')}</ul>
</header>
${failures(report)}
<main>
<section aria-label="Progress" class="progress">
${progress('By method', sites, ({ method }) => method)}
${progress('By file', sites, ({ file }) => file)}
</section>
<form role="search" aria-label="Filter">
<input type="search" id="text" placeholder="Method, file, reason" aria-label="Method, file or reason">
${STATES.map((state) => `<label><input type="checkbox" name="state" value="${state}" checked> ${STATE_NAMES[state]} <b>${count(sites, state)}</b></label>`).join('\n')}
<output id="shown" aria-live="polite">${sites.length} shown</output>
</form>
<section aria-label="Sites" id="sites">
${sites.map(article).join('\n')}
<p id="none" hidden>No site matches.</p>
</section>
</main>
<script>${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

function stateOf({ change, verdict }: ReportSite): State {
  if (change) return 'done';
  return verdict === 'ignored' ? 'silenced' : verdict;
}

function count(sites: readonly ReportSite[], state: State): number {
  return sites.filter((site) => stateOf(site) === state).length;
}

function bar(sites: readonly ReportSite[], label: string): string {
  const parts = STATES.map((state) => [state, count(sites, state)] as const).filter(([, number]) => number > 0);
  const spoken = parts.map(([state, number]) => `${number} ${STATE_NAMES[state]}`).join(', ');
  const pieces = parts.map(([state, number]) => `<i class="${state}" style="flex:${number}"></i>`).join('');
  return `<div class="bar" role="img" aria-label="${escaped(printable(label))}: ${spoken || 'none'}">${pieces}</div>`;
}

function progress(title: string, sites: readonly ReportSite[], keyOf: (site: ReportSite) => string): string {
  const groups = new Map<string, ReportSite[]>();
  for (const site of sites) groups.set(keyOf(site), [...(groups.get(keyOf(site)) ?? []), site]);
  const rows = [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return `<div><h2>${title}</h2><ol>${rows
    .map(
      ([key, found]) =>
        `<li><button type="button" data-filter="${escaped(printable(key))}"><span>${escaped(printable(key))}</span><b>${found.length}</b>${bar(found, key)}</button></li>`,
    )
    .join('')}</ol></div>`;
}

function article(site: ReportSite): string {
  const state = stateOf(site);
  const target =
    site.target && site.target !== site.method ? ` <span class="to">→ <code>${escaped(site.target)}</code></span>` : '';
  const reasons = site.reasons.map(reason);
  const search = printable(
    [site.method, site.target ?? '', site.file, site.kind, ...site.reasons].join(' '),
  ).toLowerCase();
  return `<article data-state="${state}" data-search="${escaped(search)}">
<h3><i class="${state}"></i><code>${escaped(site.method)}</code>${target}</h3>
<p class="where">${escaped(printable(site.file))}:${site.line}:${site.column} · ${site.kind} · ${site.change ?? STATE_NAMES[state]}</p>
${reasons.length > 0 ? `<ul>${reasons.map(({ id, message, advice }) => `<li><code>${id}</code> ${escaped(message)} <em>${escaped(advice)}</em></li>`).join('')}</ul>` : ''}
${excerpt(site)}
${draftOf(site)}
</article>`;
}

function excerpt({ before, after }: ReportSite): string {
  if (before === undefined) return '';
  const pane = (name: string, text: string) =>
    `<figure class="${name}"><figcaption>${name}</figcaption><pre tabindex="0">${escaped(text)}</pre></figure>`;
  return `<div class="panes">${pane(after === undefined ? 'now' : 'before', before)}${after === undefined ? '' : pane('after', after)}</div>`;
}

function draftOf({ draft }: ReportSite): string {
  if (!draft) return '';
  const left = draft.decide.map((sentence) => `<li>${escaped(sentence)}</li>`).join('');
  return `<details><summary>draft</summary><pre tabindex="0">${escaped(draft.code)}</pre>${left === '' ? '' : `<ul>${left}</ul>`}</details>`;
}

function failures({ failed }: Report): string {
  if (!failed?.length) return '';
  return `<aside><h2>Files that failed</h2><ul>${failed.map(({ file, message }) => `<li><code>${escaped(printable(file))}</code> ${escaped(printable(message))}</li>`).join('')}</ul></aside>`;
}

function plural(number: number, one: string): string {
  return number === 1 ? one : `${one}s`;
}

function escaped(text: string): string {
  return printableLines(text).replace(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`);
}
