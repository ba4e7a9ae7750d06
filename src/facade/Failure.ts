/** What the portal said, as far as a foreign error or answer tells. */
export interface Failure {
  readonly code?: string;
  readonly description?: string;
  readonly status?: number;
  /**
   * Where the code was found: in the body of an answer, in a field of the error, or as a word of its text. A word proves
   * nothing: it only says which of the error's words are the portal's.
   */
  readonly from?: 'body' | 'field' | 'text';
}
