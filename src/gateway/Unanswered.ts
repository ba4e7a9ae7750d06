/**
 * A call without an answer: the portal gave none to its end, and the call may have run; or the caller is gone.
 * @example
 * const gateway = createGateway({ portal: 'https://acme.bitrix24.com' });
 * await gateway(new Request('http://127.0.0.1:8790/rest/1/secret/imbot.bot.list')).catch((error) => {
 *   if (error instanceof Unanswered) console.error('no answer: the call may have run');
 * });
 */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
  /** May the call have run? False only where it is known to have never left. */
  readonly mayHaveRun: boolean;

  constructor(message: string, options: ErrorOptions & { readonly mayHaveRun?: boolean } = {}) {
    super(message, options);
    this.mayHaveRun = options.mayHaveRun ?? true;
  }
}
