/** A call without an answer: the portal gave none to its end, and the call may have run; or the caller is gone. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered';
}
