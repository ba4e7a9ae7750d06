/**
 * Does JavaScript walk every map of a JSON text in the order in which it stands there? Keys that are whole numbers come first
 * with it, by their size; PHP walks a map as it came, and so runs and answers the commands of a batch. Linear.
 */
export function jsonInOrder(json: string): boolean {
  if (!NUMBERED.test(json)) return true;
  const open: Walked[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const letter = json[at];
    if (letter === '{' || letter === '[') open.push({ last: -1, named: false });
    else if (letter === '}' || letter === ']') open.pop();
    else if (letter === '"') {
      const end = endOfText(json, at);
      const walked = open.at(-1);
      if (walked && isKey(json, end) && !follows(walked, json.slice(at + 1, end))) return false;
      at = end;
    }
  }
  return true;
}

/** How far a map has been walked. */
export interface Walked {
  /** The greatest number among its keys so far. */
  last: number;
  /** A key that is no number came. */
  named: boolean;
}

/** Takes the next key of a map; false where JavaScript would walk it sooner. */
export function follows(walked: Walked, key: string): boolean {
  if (!INDEX.test(key)) {
    walked.named = true;
    return true;
  }
  if (walked.named || Number(key) < walked.last) return false;
  walked.last = Number(key);
  return true;
}

const NUMBERED = /"\d+"\s*:/;
const INDEX = /^(?:0|[1-9]\d{0,9})$/;

function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

function isKey(json: string, end: number): boolean {
  let at = end + 1;
  while (json[at] === ' ' || json[at] === '\n' || json[at] === '\r' || json[at] === '\t') at += 1;
  return json[at] === ':';
}
