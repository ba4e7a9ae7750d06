/** An answer that the portal gives instead of a result: code, text and status as documented. */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: string, description: string, status = 400, extra: Readonly<Record<string, unknown>> = {}) {
    super(description);
    this.name = 'Failure';
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}
