import { printableJson } from './printable';
import { REASONS, type ReasonId } from './reasons';
import type { Report, ReportSite } from './report';

const LEVELS = { manual: 'error', review: 'warning', auto: 'note', ignored: 'none' } as const;
const MOVABLE = 'imbot-v1-use';

/** SARIF 2.1.0: one result per site that is left, its worst reason as the rule. Silenced sites are suppressed results. */
export function toSarif(report: Report): string {
  const sites = report.sites.filter((site) => site.kind !== 'mention' && !site.change);
  const used = new Set<string>(sites.map(ruleOf));
  const rules = [
    { id: MOVABLE, shortDescription: { text: 'A use of imbot v1 that can be moved to imbot.v2.' } },
    ...[...REASONS.values()].map(({ id, message, advice }) => ({
      id,
      shortDescription: { text: message },
      help: { text: advice },
    })),
  ].filter(({ id }) => used.has(id));
  const index = new Map<string, number>(rules.map(({ id }, at) => [id, at]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'imbot-compat', informationUri: 'https://www.npmjs.com/package/imbot-compat', rules } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: !report.failed?.length,
            toolExecutionNotifications: (report.failed ?? []).map(({ file, message }) => ({
              level: 'error',
              message: { text: message },
              locations: [{ physicalLocation: { artifactLocation: { uri: uri(file) } } }],
            })),
          },
        ],
        results: sites.map((site) => ({
          ruleId: ruleOf(site),
          ruleIndex: index.get(ruleOf(site)),
          level: LEVELS[site.verdict],
          message: { text: messageOf(site) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uri(site.file) },
                region: { startLine: site.line, startColumn: site.column, endColumn: site.column + site.method.length },
              },
            },
          ],
          ...(site.verdict === 'ignored' ? { suppressions: [{ kind: 'inSource' }] } : {}),
        })),
      },
    ],
  };
  return `${printableJson(JSON.stringify(log, null, 2))}\n`;
}

function ruleOf({ reasons }: ReportSite): ReasonId | typeof MOVABLE {
  return reasons[0] ?? MOVABLE;
}

function messageOf({ method, target, reasons }: ReportSite): string {
  const why = reasons.map((id) => REASONS.get(id)?.message ?? id).join(' ');
  const move = target && target !== method ? `${method} becomes ${target}.` : `${method}.`;
  return why ? `${move} ${why}` : move;
}

function uri(file: string): string {
  // Half a surrogate has no form in a URI.
  return file
    .split('/')
    .map((part) => encodeURIComponent(Buffer.from(part, 'utf8').toString('utf8')))
    .join('/');
}
