const START = '<!-- generated: reference -->';
const END = '<!-- /generated -->';

/** The document with its generated part replaced. */
export function withReference(document: string, reference: string): string {
  const start = document.indexOf(START);
  const end = document.indexOf(END);
  if (start < 0 || end < start) throw new Error(`MIGRATION.md lacks ${START} … ${END}`);
  return `${document.slice(0, start + START.length)}\n\n${reference}\n${document.slice(end)}`;
}
