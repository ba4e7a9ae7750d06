/** What every face says. No parameter values in any. */
export const unheard = (method: string, code: string | undefined) =>
  `${method} failed (${code ?? 'the code is none of the portal'}), and the call had no callback to hear it.`;
export const failed = (code: string) => `${code}, said the wrapped transport`;
/** A value of its own in place of an answer. */
export const instead = 'the transport gave something else in place of an answer';
/** A question of ours that nobody answers. */
export const silent = 'the wrapped transport neither answered nor failed';
export const noAnswer = 'the wrapped transport failed without an error code of the portal. The call may have run.';
