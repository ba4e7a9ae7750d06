const END = '<!-- /generated -->';

/** The document with one generated part replaced: what stands between `<!-- generated: NAME -->` and the next end mark. */
export function withGenerated(document: string, name: string, text: string): string {
  const mark = `<!-- generated: ${name} -->`;
  const start = document.indexOf(mark);
  const end = document.indexOf(END, start);
  if (start < 0 || end < start) throw new Error(`the document lacks ${mark} … ${END}`);
  return `${document.slice(0, start + mark.length)}\n\n${text}\n${document.slice(end)}`;
}
