export interface StandInResult {
  data(): unknown;
  error(): { status: number; ex: { error: string; error_description: string }; toString(): string } | undefined;
  error_description?(): string | undefined;
  more(): boolean;
  next(callback?: (result: StandInResult) => unknown): unknown;
  total(): number | undefined;
  time(): unknown;
}

export interface StandIn {
  readonly calls: string[];
  getDomain(): string;
  getAuth(): { access_token: string };
  callMethod(method: string, params?: object | null, callback?: (result: StandInResult) => unknown): void;
  callBatch(calls: object, callback?: (results: Record<string, StandInResult>) => unknown, haltOnError?: boolean): void;
}

export function createStandIn(base: string, accessToken: string): StandIn;
