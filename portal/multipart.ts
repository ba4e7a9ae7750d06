/** One field of a multipart body: its name and its text. */
export type Field = readonly [name: string, value: string];

/**
 * The fields of a multipart/form-data body, as PHP puts them into `$_POST`: in their order, without the parts that carry a
 * file name, which PHP keeps apart from the fields.
 */
export function multipart(body: Uint8Array, contentType: string): Field[] {
  const boundary = /boundary=(?:"([^"]+)"|([^;,\s]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) return [];
  // One character per byte, so that a binary part cannot shift what stands behind it.
  const text = Buffer.from(body).toString('latin1');
  const [, ...parts] = `\r\n${text}`.split(`\n--${latin1(mark)}`);
  return parts.flatMap(fieldOf);
}

function latin1(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function fieldOf(part: string): Field[] {
  if (part.startsWith('--')) return [];
  const end = /\r?\n\r?\n/.exec(part);
  if (!end) return [];
  const head = part.slice(0, end.index);
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === undefined || parameter(disposition, 'filename') !== undefined) return [];
  return [[utf8(name), utf8(part.slice(end.index + end[0].length).replace(/\r$/, ''))]];
}

function parameter(disposition: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"((?:\\\\.|[^"\\\\])*)"|([^;\\s]*))`, 'i').exec(disposition);
  if (!found) return undefined;
  return found[1]?.replace(/\\(.)/g, '$1') ?? found[2];
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
