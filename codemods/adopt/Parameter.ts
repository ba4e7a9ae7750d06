/** A name that a function is given, and where. */
export interface Parameter {
  readonly name: string;
  readonly place: number | string;
}
