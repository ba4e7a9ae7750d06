import { HOOKED, JSON_POST, type Kind, saying } from '../Kind';

const SENT = (method: string, params: string) =>
  `return fetch(globalThis.PORTAL.HOOK + ${method}, { ${JSON_POST}(${params}) }).then((answer) => answer.json());`;
const program = (transport: string, call = `call('imbot.message.add', ${HOOKED})`) => ({
  files: { 'bot.js': saying(call, transport), 'package.json': '{ "type": "module" }' },
});

/** Functions that take their arguments one by one. */
export const taken: Kind = {
  'from the rest': {
    ...program(
      `function call(...args) { const method = args.shift(); const params = args.pop(); ${SENT('method', 'params')} }`,
    ),
    adopted: 1,
    holds: ['wrapCall(callV1, { method: 0, params: 1'],
  },
  'from a copy of all': {
    ...program(
      `function call() { const args = [].slice.call(arguments); const method = args.shift(); ${SENT('method', 'args.shift()')} }`,
    ),
    adopted: 1,
    holds: ['wrapCall(callV1, { method: 0, params: 1'],
  },
  'from either end': {
    ...program(
      `function call(...args) { const method = args.shift(); const params = args.pop(); ${SENT('method', 'params')} }
export const tell = (chat, text) => call('imbot.message.add', 'quiet', ${HOOKED});`,
    ),
    adopted: 2,
    lacks: ['wrapCall('],
  },
  'after a branch that may have taken one': {
    ...program(
      `function call(...args) { if (args.length > 2) args.shift(); const method = args.shift(); ${SENT('method', 'args.shift()')} }`,
    ),
    adopted: 0,
    reasons: ['transport-not-understood'],
  },
};
