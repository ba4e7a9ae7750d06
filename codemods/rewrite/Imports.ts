/** Names of a module that the changed code uses: exported name → name in the file. */
export type Imports = Map<string, string>;
