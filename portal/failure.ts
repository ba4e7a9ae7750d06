/** An answer that the portal gives instead of a result: code, text and status as documented. */
export class Failure extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, description: string, status = 400) {
    super(description);
    this.name = 'Failure';
    this.code = code;
    this.status = status;
  }
}
