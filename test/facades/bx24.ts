import { oauth } from '../../src/auth/oauth';
import { webhook } from '../../src/auth/webhook';
import { createBX24, wrapBX24 } from '../../src/bx24/index';
import { createImbot } from '../../src/client/createImbot';
import { createStandIn } from '../bx24/standIn';
import { CLIENT, type Subject } from './scenario';
import type { Shape } from './transports';

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

/** BX24 of a page, and in Node over a client. */
export const BX24_SHAPES: Readonly<Record<string, Shape>> = {
  wrapBX24: {
    who: 'oauth',
    make({ server, application }, options) {
      const wrapped = wrapBX24(createStandIn(server.url, application.tokens().access_token), options);
      return { ...subject(wrapped), report: wrapped.report };
    },
  },
  'createBX24 on a webhook': {
    who: 'webhook',
    make({ hook }, options) {
      const imbot = createImbot({ ...options, auth: webhook(hook, { clientId: CLIENT }), limits: false });
      return { ...subject(createBX24(imbot)), report: imbot.report, close: imbot.close };
    },
  },
  'createBX24 under OAuth': {
    who: 'oauth',
    make({ application, server }, options) {
      const secrets = { clientId: 'app.1', clientSecret: 'secret-of-app' };
      const auth = oauth({ ...secrets, tokens: application.tokens(), tokenUrl: server.tokenUrl });
      const imbot = createImbot({ ...options, auth, limits: false });
      return { ...subject(createBX24(imbot)), report: imbot.report, close: imbot.close };
    },
  },
};
