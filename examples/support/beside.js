/** Two columns of text under two headings; rows that differ are marked. */
export function beside(headings, left, right, width) {
  const rows = Array.from({ length: Math.max(left.length, right.length) }, (_, row) => [left[row], right[row]]);
  const line = (a, b, mark) => `${mark} ${cut(a, width).padEnd(width)} | ${cut(b, width)}`.trimEnd();
  return [
    line(headings[0], headings[1], ' '),
    `  ${'-'.repeat(width)}-+-${'-'.repeat(width)}`,
    ...rows.map(([a = '', b = '']) => line(a, b, a === b ? ' ' : '!')),
  ].join('\n');
}

function cut(text, width) {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
