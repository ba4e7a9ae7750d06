/** Parameters of one REST call. */
export type Params = Record<string, unknown>;
