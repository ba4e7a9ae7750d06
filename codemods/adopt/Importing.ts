/** How a file takes a module of this package; undefined where it cannot. */
export interface Importing {
  readonly style: 'import' | 'require';
  /** The specifier of a module of this package. */
  readonly from: (module: string) => string;
}
