/**
 * What goes wrong between a wrapped transport and its layout. No parameter values in any. One export for each, so that a page
 * carries those that it can need.
 */
export const methodIsNoText = (place: string) =>
  `wrapCall: the method is expected at ${place}, and there stands no text, so the call went to the wrapped function as it is. If it is a call of imbot, correct \`method\` in the layout.`;
export const methodElsewhere = (place: string, found: number) =>
  `wrapCall: the method is expected at ${place}, but argument ${found} names an imbot method. Correct \`method\` in the layout.`;
export const paramsElsewhere = (place: string, what: string) =>
  `wrapCall: the parameters are expected at ${place}, and there stands ${what}. Correct \`params\` in the layout.`;
export const bodyUnreadable = (method: string) =>
  `${method}: the body is a stream or holds files, so the call went out as it is. Give JSON, a form or query parameters for it to be translated.`;
export const unreadable = (answer: string, hint: string) =>
  `the wrapped function answered in another form than the layout says (answer: '${answer}')${hint}`;
export const halfName = (method: string) =>
  `wrapCall: this call may be ${method} without its beginning, so it went to the wrapped function as it is. If the function completes names, give prefix: 'imbot.'.`;
export const keepsMethods =
  'wrapCall: this function returns something with methods of its own, which no translated call could have, so its calls stay v1. Make it `async`, or let it return a plain promise.';
export const otherCallbacks = (name: string) =>
  `wrapCall: the settings hold \`${name}\`, which would be called for each request, so these calls stay v1.`;
export const otherFunction = (success: number, more: number) =>
  `wrapCall: argument ${more} is a function too, which would be called for our own questions, so these calls stay v1. If it hears of errors, write callback: { success: ${success}, error: ${more} }.`;
export const severalFunctions = (first: number, last: number) =>
  `wrapCall: arguments ${first} and ${last} are both functions, and nothing says which one gets the answer, so these calls stay v1. If the first one does, write callback: { success: ${first}, error: ${last} }.`;
export const neverCalledBack =
  'wrapCall: this function did not call back when we asked the portal a question, so its calls stay v1. Does it call back for failures alone, or for successes alone? Then it can not be told what becomes of a call.';
export const placeUntold =
  'wrapCall: our question for the revision of the portal was called back in a form that tells no answer, so nobody could say what an answer of v2 means there. Nothing was sent. Modes v1, audit and auto send the call as it is.';
export const againInV2 = (method: string) =>
  `${method}: the callback was called again, with another answer of v2 that can not be put into v1's words, so that call was left out.`;
export const batchTaken =
  "wrapCall: this function answers a batch in a form of its own, which nobody reads, so what came is handed on as it is: commands that went out as v2 show v2's results. Let it return what REST answers, or send these batches in mode 'v1'.";
export const pathHint = (place: string) => `: the envelope stands in it, answer: { envelope: '${place}' }`;
export const bareHint = ": it looks like the bare result, answer: 'result'";
export const envelopeHint = ": it looks like the envelope, answer: 'envelope'";
export const axiosHint = ": it looks like an axios response, answer: 'axios'";
export const noAdapter =
  'wrapAxios: this instance shows neither an adapter nor `create`. Give it `adapter`, or wrap another instance.';
export const losesNested =
  "wrapCall: nothing shows how this function sends objects within objects, so calls that need them stay on v1. Write encoding: 'json' or encoding: 'form'.";
export const flattens =
  "wrapCall: this function sends flat text, so v2's nested values go out as bracket keys from now on. Write encoding: 'form' to say so, or encoding: 'json' if it encodes objects within objects.";
