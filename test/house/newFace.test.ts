import { expect, it } from 'vitest';
import { createDeliver } from '../../src/facade/createDeliver';
import { createFacadeEngine } from '../../src/facade/createFacadeEngine';
import { type Form, passed } from '../../src/facade/Form';
import type { Params } from '../../src/values/structures';

type Answer = { result?: unknown; error?: string };
type Client = (method: string, params: Params) => Promise<Answer>;

/** The recipe of CONTRIBUTING.md, followed: a client of three lines gets a face, which is one form. */
function faceOf(client: Client): Client {
  const deliver = createDeliver<Answer>(createFacadeEngine({ mode: 'auto', warnings: false }));
  const form: Form<Answer, Answer> = {
    portal: 'new-face.example',
    carry: client,
    read: ({ result, error }) =>
      error ? { failure: { code: error, status: 400, from: 'body' } } : { envelope: { result } },
    pass: passed,
    write: ({ result }) => ({ result }),
    writeError: (error) => ({ error: String(error && Reflect.get(Object(error), 'code')) }),
  };
  return (method, params) => deliver({ method, params }, form);
}

it('is one form', async () => {
  const sent: string[] = [];
  const answers: Record<string, Answer> = {
    'imbot.v2.Revision.get': { result: { rest: 40 } },
    'imbot.v2.Chat.Message.send': { result: { id: 5 } },
    'imbot.v2.Chat.get': { error: 'ACCESS_DENIED' },
    'imbot.chat.get': { result: { ID: 7 } },
    'imbot.chat.leave': { result: true },
    'imbot.v2.Chat.leave': { error: 'ACCESS_DENIED' },
  };
  const face = faceOf(async (method) => {
    sent.push(method);
    return answers[method] ?? { error: 'ERROR_METHOD_NOT_FOUND' };
  });
  const bot = { BOT_ID: 301, CLIENT_ID: 'token' };
  expect(await face('imbot.message.add', { ...bot, DIALOG_ID: 'chat1', MESSAGE: 'Hi' })).toEqual({ result: 5 });
  expect(await face('imbot.chat.get', { ENTITY_TYPE: 'CRM', ENTITY_ID: 'DEAL|1' })).toEqual({ result: { ID: 7 } });
  expect(await face('imbot.chat.leave', { ...bot, CHAT_ID: 1 })).toEqual({ error: 'WRONG_REQUEST' });
  expect(sent).toEqual([
    'imbot.v2.Revision.get',
    'imbot.v2.Chat.Message.send',
    'imbot.chat.get',
    'imbot.v2.Chat.leave',
  ]);
});
