import { resolve } from 'node:path';

/** The whole path of the directory that a command works in: packages and settings are looked for up to it. */
export function workingDirectory({ cwd = '.' }: { readonly cwd?: string | undefined }): string {
  return resolve(cwd);
}
