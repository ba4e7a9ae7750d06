import Busboy from '@fastify/busboy';

/**
 * The fields of a multipart body in their order. Undefined where it holds a file, which PHP keeps apart from the fields, or where
 * it cannot be read to its end, or a part names a charset of its own: PHP takes the bytes as they are.
 */
export function readMultipart(
  body: Uint8Array,
  contentType: string,
  mostFields: number,
): Promise<readonly (readonly [name: string, value: string])[] | undefined> {
  if (FOREIGN.test(Buffer.from(body).toString('latin1'))) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const fields: [string, string][] = [];
    const give = (found: typeof fields | undefined): void => resolve(found);
    try {
      const parser = new Busboy({
        headers: { 'content-type': contentType },
        limits: { fieldNameSize: NAME, fieldSize: body.length, fields: mostFields },
        // PHP takes a part for a file by its file name alone.
        isPartAFile: (_field, _type, file) => file !== undefined,
      });
      parser.on('field', (name, value, nameCut, valueCut) => {
        if (nameCut || valueCut) give(undefined);
        else fields.push([name, value]);
      });
      parser.on('file', (_name, stream) => {
        stream.resume();
        give(undefined);
      });
      parser.on('fieldsLimit', () => give(undefined));
      parser.on('error', () => give(undefined));
      parser.on('finish', () => give(fields));
      parser.end(body);
    } catch {
      give(undefined);
    }
  });
}

const FOREIGN = /\ncontent-type:[^\r\n]*charset=\s*["']?(?!utf-?8|us-ascii)/i;
/** Bytes of a field's name. */
const NAME = 2_000;
