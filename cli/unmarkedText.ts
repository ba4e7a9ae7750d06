/** The text of a file that is given to a command, without a mark at its head. What `>` of PowerShell writes is UTF-16. */
export function unmarkedText(bytes: Uint8Array): string {
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}
