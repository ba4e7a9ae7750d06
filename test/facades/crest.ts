import type { CRestAnswer } from '../../src/crest/index';
import { createCRest } from '../../src/crest/index';
import type { Subject } from './scenario';
import { commandText, fromBatch, type Shape } from './transports';

type Crest = ReturnType<typeof createCRest>;
type Commands = Parameters<Subject['batch']>[0];

const read = (answer: CRestAnswer): unknown => (answer.error === undefined ? answer.result : { code: answer.error });

function subject(
  call: (method: string, params: object | null) => Promise<CRestAnswer>,
  crest: Crest,
): Subject & { report: Crest['report']; close: Crest['close'] } {
  return {
    report: crest.report,
    close: crest.close,
    call: async (method, params) => read(await call(method, params)),
    batch: async (commands: Commands) => {
      const named = Object.fromEntries(
        Object.entries(commands).map(([key, [method, params]]) => [key, { method, params }]),
      );
      return fromBatch(read(await crest.callBatch(named)));
    },
  };
}

/** The PHP wrapper's conventions. */
export const CREST_SHAPES: Readonly<Record<string, Shape>> = {
  'CRest.call on a webhook': {
    who: 'webhook',
    make({ hook }, options) {
      const crest = createCRest({ ...options, limits: false, webhookUrl: hook });
      return subject(crest.call, crest);
    },
  },
  'CRest.call of an application': {
    who: 'oauth',
    make({ application, server }, options) {
      const crest = createCRest({
        ...options,
        limits: false,
        clientId: 'app.1',
        clientSecret: 'secret-of-app',
        tokens: application.tokens(),
        tokenUrl: server.tokenUrl,
      });
      return subject(crest.call, crest);
    },
  },
  'restCommand with the auth of an event': {
    who: 'oauth',
    make({ application, host }, options) {
      const crest = createCRest({ ...options, limits: false, allowHosts: [host] });
      const auth = application.tokens();
      const call = (method: string, params: object | null) => crest.restCommand(method, params, auth);
      return {
        ...subject(call, crest),
        batch: async (commands) => {
          const cmd = Object.fromEntries(Object.entries(commands).map(([key, one]) => [key, commandText(one)]));
          return fromBatch(read(await call('batch', { halt: 0, cmd })));
        },
      };
    },
  },
};
