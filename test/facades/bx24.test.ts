import { describe, expect, it } from 'vitest';
import { oauth } from '../../src/auth/oauth';
import { webhook } from '../../src/auth/webhook';
import { createBX24, wrapBX24 } from '../../src/bx24/index';
import { createImbot } from '../../src/client/createImbot';
import { createStandIn } from '../bx24/standIn';
import { ACCEPTED, CLIENT, play, type Scene, SEEN, type Subject, setScene } from './scenario';

type Mode = 'v1' | 'auto' | 'v2';

interface Result {
  data(): unknown;
  error(): { ex: { error: string } } | undefined;
}

interface Caller {
  callMethod(method: string, params: object | null, callback: (result: Result) => unknown): unknown;
  callBatch(calls: object, callback: (results: object) => unknown, haltOnError?: boolean): unknown;
}

const read = (result: Result): unknown => {
  const error = result.error();
  return error ? { code: error.ex.error } : result.data();
};

function subject(bx24: Caller): Subject {
  return {
    call: (method, params) =>
      new Promise((resolve) => bx24.callMethod(method, params, (result) => resolve(read(result)))),
    batch: (commands) =>
      new Promise((resolve) => {
        bx24.callBatch(commands, (results) => {
          resolve(Object.fromEntries(Object.entries(results).map(([key, result]) => [key, read(result)])));
        });
      }),
  };
}

const SUBJECTS: Readonly<
  Record<
    string,
    { who: 'webhook' | 'oauth'; make: (scene: Scene, mode: Mode) => { subject: Subject; close?: () => Promise<void> } }
  >
> = {
  wrapBX24: {
    who: 'oauth',
    make({ server, application }, mode) {
      const bx24 = createStandIn(server.url, application.tokens().access_token);
      return { subject: subject(wrapBX24(bx24, { mode, accept: [...ACCEPTED], warnings: false })) };
    },
  },
  'createBX24 on a webhook': {
    who: 'webhook',
    make({ hook }, mode) {
      const auth = webhook(hook, { clientId: CLIENT });
      const imbot = createImbot({ auth, mode, accept: [...ACCEPTED], warnings: false, limits: false });
      return { subject: subject(createBX24(imbot)), close: () => imbot.close() };
    },
  },
  'createBX24 under OAuth': {
    who: 'oauth',
    make({ application, server }, mode) {
      const auth = oauth({
        clientId: 'app.1',
        clientSecret: 'secret-of-app',
        tokens: application.tokens(),
        tokenUrl: server.tokenUrl,
      });
      const imbot = createImbot({ auth, mode, accept: [...ACCEPTED], warnings: false, limits: false });
      return { subject: subject(createBX24(imbot)), close: () => imbot.close() };
    },
  },
};

describe.each(Object.entries(SUBJECTS))('%s', (_name, { who, make }) => {
  const run = async (mode: Mode) => {
    const scene = await setScene(who);
    const made = make(scene, mode);
    try {
      const seen = await play(made.subject, scene, {});
      return {
        seen,
        state: scene.portal.snapshot(),
        generations: new Set(scene.portal.requests.map((r) => r.generation)),
      };
    } finally {
      await made.close?.();
      await scene.server.close();
    }
  };

  it('gives the caller the same values and leaves the same state in v1, auto and v2', async () => {
    const v1 = await run('v1');
    const v2 = await run('v2');
    const auto = await run('auto');
    expect(v1.seen).toEqual(SEEN);
    expect(v2.seen).toEqual(SEEN);
    expect(auto.seen).toEqual(SEEN);
    expect(v2.state).toEqual(v1.state);
    expect(auto.state).toEqual(v1.state);
    expect([...v1.generations].sort()).toEqual(['other', 'v1']);
    expect([...v2.generations].sort()).toEqual(['other', 'v2']);
  });
});
