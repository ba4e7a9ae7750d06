import { describe, expect, it } from 'vitest';
import type { CRestAnswer, CRestOptions } from '../../src/crest/index';
import { createCRest } from '../../src/crest/index';
import { ACCEPTED, CLIENT, play, type Scene, SEEN, type Subject, setScene } from './scenario';
import { commandText, fromBatch } from './transports';

type Crest = ReturnType<typeof createCRest>;
type Commands = Parameters<Subject['batch']>[0];

const read = (answer: CRestAnswer): unknown => (answer.error === undefined ? answer.result : { code: answer.error });

interface Shape {
  readonly who: 'webhook' | 'oauth';
  readonly make: (scene: Scene, options: CRestOptions) => { crest: Crest; subject: Subject };
}

function subject(call: (method: string, params: object | null) => Promise<CRestAnswer>, crest: Crest): Subject {
  return {
    call: async (method, params) => read(await call(method, params)),
    batch: async (commands: Commands) => {
      const named = Object.fromEntries(
        Object.entries(commands).map(([key, [method, params]]) => [key, { method, params }]),
      );
      return fromBatch(read(await crest.callBatch(named)));
    },
  };
}

const SHAPES: Readonly<Record<string, Shape>> = {
  'CRest.call on a webhook': {
    who: 'webhook',
    make({ hook }, options) {
      const crest = createCRest({ ...options, webhookUrl: hook });
      return { crest, subject: subject(crest.call, crest) };
    },
  },
  'CRest.call of an application': {
    who: 'oauth',
    make({ application, server }, options) {
      const crest = createCRest({
        ...options,
        clientId: 'app.1',
        clientSecret: 'secret-of-app',
        tokens: application.tokens(),
        tokenUrl: server.tokenUrl,
      });
      return { crest, subject: subject(crest.call, crest) };
    },
  },
  'restCommand with the auth of an event': {
    who: 'oauth',
    make({ application }, options) {
      const crest = createCRest(options);
      const auth = application.tokens();
      const call = (method: string, params: object | null) => crest.restCommand(method, params, auth);
      return {
        crest,
        subject: {
          ...subject(call, crest),
          batch: async (commands) => {
            const cmd = Object.fromEntries(Object.entries(commands).map(([key, one]) => [key, commandText(one)]));
            return fromBatch(read(await call('batch', { halt: 0, cmd })));
          },
        },
      };
    },
  },
};

describe.each(Object.entries(SHAPES))('%s', (_name, { who, make }) => {
  const run = async (mode: 'v1' | 'auto' | 'v2') => {
    const scene = await setScene(who);
    const { crest, subject } = make(scene, { mode, accept: [...ACCEPTED], warnings: false, limits: false });
    try {
      const seen = await play(subject, scene, who === 'webhook' ? { CLIENT_ID: CLIENT } : {});
      const generations = new Set(scene.portal.requests.map(({ generation }) => generation));
      return { seen, state: scene.portal.snapshot(), generations };
    } finally {
      await crest.close();
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
