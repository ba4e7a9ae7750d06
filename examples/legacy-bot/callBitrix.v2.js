import { wrapCall } from 'imbot-compat/wrap';
import { callBitrix as original } from './callBitrix.js';

/** The same function: what v2 does exactly goes out as v2, the rest as it always did. */
export const callBitrix = wrapCall(original, {
  portal: 0,
  method: 2,
  params: 3,
  answer: 'envelope',
  // v2 lists this application's own bots only, and this bot looks for itself only: the loss is taken.
  methods: { 'imbot.bot.list': 'v2' },
  accept: ['bot-list-scope'],
  // 'v2' once the events come through v1Events.js: then registration and commands go out as v2 too.
  events: process.env.LUNCH_EVENTS === 'v2' ? 'v2' : 'v1',
});
