import { test } from 'vitest';
import { expectSame } from './expectSame';

const SEND = (dialog: string, before = '', from = 'event') => `
  const send = async (${from}) => { ${before} await call('imbot.message.add', { BOT_ID: 39, DIALOG_ID: ${dialog}, MESSAGE: 'a' }); };
  for (const event of [{ DIALOG_ID: 'chat5' }, { dialog: 'chat5' }, {}]) await send(event).then(() => print('sent'), () => print('refused'));`;

/** Where the empty text is all that stands for no dialog, both refuse it: undefined would become a text of its own. */
test.each<[string, string, 'moved' | 'stays']>([
  ['||', SEND("event.DIALOG_ID || event.dialog || ''"), 'moved'],
  ['??', SEND("event.DIALOG_ID ?? event.dialog ?? ''"), 'moved'],
  ['a constant', SEND('dialog', "const dialog = event.DIALOG_ID || event.dialog || '';"), 'moved'],
  ['a constant, double quotes', SEND('dialog', 'const dialog = event?.DIALOG_ID || "";'), 'moved'],
  ['a parameter', SEND('dialog', '', "event, dialog = event.DIALOG_ID || ''"), 'moved'],
  ['a constant of a constant', SEND('two', "const one = event.DIALOG_ID || ''; const two = one;"), 'moved'],
  [
    'in a batch',
    SEND('dialog', "const dialog = event.DIALOG_ID || '';")
      .replace("call('imbot.message.add', {", "batch({ one: { method: 'imbot.message.add', params: {")
      .replace("MESSAGE: 'a' });", "MESSAGE: 'a' } } });"),
    'moved',
  ],
  ['undefined', SEND('event?.DIALOG_ID || undefined'), 'stays'],
  ['null', SEND('event.DIALOG_ID || null'), 'stays'],
  ['one of two may be undefined', SEND("event.DIALOG_ID ? event.DIALOG_ID : event?.dialog || ''"), 'moved'],
  ['an optional chain alone', SEND('event?.DIALOG_ID'), 'stays'],
  [
    'a choice of nothing and the empty text',
    SEND("event.DIALOG_ID ? 'chat5' : event.dialog ? '' : undefined"),
    'stays',
  ],
  [
    'assigned again',
    SEND('dialog', "let dialog = event.DIALOG_ID || ''; if (event.dialog) dialog = undefined;"),
    'stays',
  ],
])('%s', (_name, code, wanted) => expectSame(code, wanted));
