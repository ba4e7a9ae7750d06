/** Where the code of a package lies. */
export interface PackagePlace {
  /** The module of the client, seen from the working directory: `./src/imbot`. */
  readonly facade: string;
  /** The package says that its code is in modules. */
  readonly isModule: boolean;
}
