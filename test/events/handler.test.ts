import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  createEventHandler,
  type DecodedEvent,
  decodeEvent,
  type EventFacts,
  type EventHandlerOptions,
  factsOf,
  memorySeen,
} from '../../src/events/index';
import { httpBuildQuery } from './httpBuildQuery';
import { auth, v1Body, v2Data, webhookBody } from './samples';

const FORM = 'application/x-www-form-urlencoded';

function delivery(event: string, kind: 'group' | 'private' = 'group', over: Record<string, unknown> = {}): Request {
  const body = httpBuildQuery(webhookBody(event, { ...v2Data(event, kind), ...over }));
  return new Request('https://bot.example/bot', { method: 'POST', headers: { 'content-type': FORM }, body });
}

function v1Delivery(event: string): Request {
  const body = httpBuildQuery(v1Body([5], { event }));
  return new Request('https://bot.example/bot', { method: 'POST', headers: { 'content-type': FORM }, body });
}

function client() {
  const calls: unknown[] = [];
  const facts: EventFacts[] = [];
  return {
    calls,
    facts,
    call: (method: string, params?: object) => {
      calls.push([method, params]);
      return method.includes('fails') ? Promise.reject(new Error('no')) : Promise.resolve(true);
    },
    learn: (fact: EventFacts) => void facts.push(fact),
  };
}

function build(options: Partial<EventHandlerOptions>) {
  const seen: string[] = [];
  const names = ['ONIMBOTMESSAGEADD', 'ONIMCOMMANDADD', 'ONIMBOTJOINCHAT'] as const;
  const on = Object.fromEntries(names.map((name) => [name, () => void seen.push(name)]));
  return { seen, handler: createEventHandler({ applicationToken: 'APPTOK', on, ...options }) };
}

describe('answer', () => {
  it('after the work: the handler is done before 200, and its failure is 500 and reported', async () => {
    const errors: unknown[] = [];
    let done = false;
    let fail = false;
    const handler = createEventHandler({
      applicationToken: 'APPTOK',
      on: {
        ONIMBOTMESSAGEADD: async () => {
          await Promise.resolve();
          if (fail) throw new Error('broken');
          done = true;
        },
      },
      onError: (error, event) => void errors.push([String(error), event.event]),
    });
    expect((await handler(delivery('ONIMBOTV2MESSAGEADD'))).status).toBe(200);
    expect(done).toBe(true);
    fail = true;
    expect((await handler(delivery('ONIMBOTV2MESSAGEADD'))).status).toBe(500);
    expect(errors).toEqual([['Error: broken', 'ONIMBOTV2MESSAGEADD']]);
  });

  it('first: 200 while the handler still waits, the work handed to waitUntil and settled()', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let done = false;
    const errors: unknown[] = [];
    const { handler } = build({
      answer: 'first',
      on: {
        ONIMBOTMESSAGEADD: async () => {
          await gate;
          done = true;
        },
        ONIMBOTJOINCHAT: () => {
          throw new Error('broken');
        },
      },
      onError: (error) => void errors.push(String(error)),
    });
    const kept: Promise<unknown>[] = [];
    const answered = await handler(delivery('ONIMBOTV2MESSAGEADD'), { waitUntil: (work) => void kept.push(work) });
    expect([answered.status, done, kept.length]).toEqual([200, false, 1]);
    release();
    await handler.settled();
    expect(done).toBe(true);
    expect((await handler(delivery('ONIMBOTV2JOINCHAT'))).status).toBe(200);
    await handler.settled();
    expect(errors).toEqual(['Error: broken']);
  });

  it('refuses before the work even when answering first', async () => {
    const { handler, seen } = build({ answer: 'first', applicationToken: 'other' });
    expect((await handler(delivery('ONIMBOTV2MESSAGEADD'))).status).toBe(403);
    await handler.settled();
    expect(seen).toEqual([]);
  });

  it('comes even when the hooks for logs fail', async () => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => told.mockRestore());
    const fail = () => {
      throw new Error('log is full');
    };
    const { handler } = build({ onError: fail, onRefused: fail, on: { ONIMBOTMESSAGEADD: fail } });
    expect((await handler(delivery('ONIMBOTV2MESSAGEADD'))).status).toBe(500);
    expect((await handler.deliver('nothing')).status).toBe(400);
    expect((await handler.deliver('event=X')).status).toBe(403);
    expect(told).toHaveBeenCalledTimes(3);
  });

  it('to anything but POST is 405', async () => {
    const answered = await build({}).handler(new Request('https://bot.example/bot'));
    expect([answered.status, answered.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('which handler', () => {
  it('gets the v1 shape with the original beside it, from v1 and v2 alike', async () => {
    const got: unknown[] = [];
    const { handler } = build({
      on: {
        ONIMBOTMESSAGEADD: (event) =>
          void got.push([event.event, event.data.PARAMS.MESSAGE, event.data.USER.NAME, event.v2?.event]),
      },
    });
    await handler(delivery('ONIMBOTV2MESSAGEADD'));
    await handler(v1Delivery('ONIMBOTMESSAGEADD'));
    expect(got).toEqual([
      ['ONIMBOTMESSAGEADD', 'create a task list', 'Svetlana Ivanova', 'ONIMBOTV2MESSAGEADD'],
      ['ONIMBOTMESSAGEADD', 'Hello', 'S', undefined],
    ]);
  });

  it('reactions go to their own, as decoded', async () => {
    const got: DecodedEvent[] = [];
    const { handler } = build({ on: { ONIMBOTV2REACTIONCHANGE: (event) => void got.push(event) } });
    await handler(delivery('ONIMBOTV2REACTIONCHANGE'));
    expect(got).toMatchObject([{ generation: 'v2', data: { reaction: 'like', action: 'add' } }]);
  });

  it('edits and deletions of v2 reach only who registered for them, v1 ones pass', async () => {
    const others: string[] = [];
    const edits: string[] = [];
    const deliver = async (handler: (request: Request) => Promise<Response>) => {
      for (const name of ['MESSAGEUPDATE', 'MESSAGEDELETE']) {
        await handler(delivery(`ONIMBOTV2${name}`));
        await handler(v1Delivery(`ONIMBOT${name}`));
      }
    };
    const star = { '*': (event: { event: string }) => void others.push(event.event) };
    await deliver(build({ on: star }).handler);
    expect(others).toEqual(['ONIMBOTMESSAGEUPDATE', 'ONIMBOTMESSAGEDELETE']);
    await deliver(build({ on: star, updates: true }).handler);
    expect(others).toHaveLength(6);
    const own = { ...star, ONIMBOTMESSAGEUPDATE: () => void edits.push('edit') };
    await deliver(build({ on: own }).handler);
    expect([edits.length, others.length]).toEqual([2, 7]);
  });
});

describe('duplicates', () => {
  const command = () => delivery('ONIMBOTV2COMMANDADD');
  const sameMessage = () => delivery('ONIMBOTV2MESSAGEADD', 'group');

  it('are kept by default', async () => {
    const { handler, seen } = build({});
    for (const request of [command(), command(), sameMessage(), sameMessage()]) await handler(request);
    expect(seen).toHaveLength(4);
  });

  it.each([['drop' as const], [memorySeen()]])(
    'dropped by choice: redelivery and the message of a command',
    async (duplicates) => {
      const { handler, seen } = build({ duplicates });
      for (const request of [command(), command(), sameMessage(), sameMessage()]) {
        expect((await handler(request)).status).toBe(200);
      }
      expect(seen).toEqual(['ONIMCOMMANDADD']);
      await handler(
        delivery('ONIMBOTV2MESSAGEADD', 'group', { message: { id: 1, chatId: 1, authorId: 2, text: 'x' } }),
      );
      expect(seen).toEqual(['ONIMCOMMANDADD', 'ONIMBOTMESSAGEADD']);
    },
  );

  it('a message without a command handler to take it is not dropped', async () => {
    const got: string[] = [];
    const { handler } = build({ duplicates: 'drop', on: { ONIMBOTMESSAGEADD: (event) => void got.push(event.event) } });
    await handler(command());
    await handler(sameMessage());
    expect(got).toHaveLength(1);
  });

  it('a redelivery after a failure is handled, two different edits are both handled', async () => {
    let tries = 0;
    const edits: unknown[] = [];
    const { handler } = build({
      duplicates: 'drop',
      on: {
        ONIMBOTMESSAGEADD: () => {
          tries += 1;
          if (tries === 1) throw new Error('once');
        },
        ONIMBOTMESSAGEUPDATE: (event) => void edits.push(event.data.PARAMS.MESSAGE),
      },
      onError: () => {},
    });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await handler(sameMessage())).status);
    expect([statuses, tries]).toEqual([[500, 200, 200], 2]);
    for (const text of ['one', 'two', 'two']) {
      await handler(delivery('ONIMBOTV2MESSAGEUPDATE', 'group', { message: { id: 9, chatId: 1, authorId: 2, text } }));
    }
    expect(edits).toEqual(['one', 'two']);
  });
});

describe('the client', () => {
  it('learns which dialog a message and which bot a command belongs to', async () => {
    const imbot = client();
    const { handler } = build({ imbot });
    await handler(delivery('ONIMBOTV2COMMANDADD'));
    await handler(delivery('ONIMBOTV2MESSAGEDELETE', 'private'));
    await handler(v1Delivery('ONIMBOTMESSAGEADD'));
    expect(imbot.facts).toEqual([
      { dialogOfMessage: [84537, 'chat1157'], botOfCommand: [99, 571], commandOfName: [571, 'echo', 99] },
      { dialogOfMessage: [84537, '27'] },
      { dialogOfMessage: [84331, '27'] },
    ]);
    expect(factsOf(decodeEvent('event=ONAPPINSTALL'))).toEqual({});
  });

  it('may be chosen by event, and shows typing for v2 messages, commands and joins by choice', async () => {
    const imbot = client();
    const portals: unknown[] = [];
    const options = {
      typing: true,
      imbot: (event: DecodedEvent) => {
        portals.push(event.auth?.['member_id']);
        return imbot;
      },
    };
    const { handler } = build(options);
    await handler(delivery('ONIMBOTV2MESSAGEADD', 'private'));
    await handler(delivery('ONIMBOTV2COMMANDADD'));
    await handler(delivery('ONIMBOTV2JOINCHAT'));
    await handler(v1Delivery('ONIMBOTMESSAGEADD'));
    const typing = (dialogId: string) => ['imbot.v2.Chat.InputAction.notify', { botId: 571, dialogId }];
    expect(imbot.calls).toEqual([typing('27'), typing('chat1157'), typing('chat1157')]);
    expect(portals).toEqual([auth.member_id, auth.member_id, auth.member_id, auth.member_id]);
  });

  it('shows none in open lines, for supervisors, unasked, or where no handler is; its failure is none', async () => {
    const imbot = client();
    const lines = { chat: { id: 5, dialogId: 'chat5', type: 'chat', entityType: 'LINES' } };
    await build({ imbot, typing: true }).handler(delivery('ONIMBOTV2MESSAGEADD', 'group', lines));
    await build({ imbot }).handler(delivery('ONIMBOTV2MESSAGEADD'));
    await build({ imbot, typing: true, on: {} }).handler(delivery('ONIMBOTV2MESSAGEADD'));
    expect(imbot.calls).toEqual([]);
    const failing = { ...imbot, call: () => Promise.reject(new Error('no')) };
    const { handler, seen } = build({ imbot: failing, typing: true });
    expect((await handler(delivery('ONIMBOTV2MESSAGEADD'))).status).toBe(200);
    expect(seen).toEqual(['ONIMBOTMESSAGEADD']);
  });
});
