/** Whom a text addresses: `[USER=5]Name[/USER]`. */
export const mentions = { ids, without };

function ids(text: string): number[] {
  return [...new Set([...text.matchAll(/\[USER=(\d+)[^\]]*\]/gi)].map((match) => Number(match[1])))];
}

/** [seen] the mention goes, with a comma directly after it. */
function without(text: string): string {
  return text.replace(/\[USER=\d+[^\]]*\].*?\[\/USER\],?/gi, '').trim();
}
