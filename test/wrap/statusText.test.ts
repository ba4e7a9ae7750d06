import axios from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import { expect, test } from 'vitest';
import { wrapAxios, wrapFetch } from '../../src/wrap/index';
import { CLIENT, type Scene, setScene } from '../facades/scenario';

type Post = (url: string, data: Record<string, unknown>) => Promise<{ status: number; statusText?: string }>;
type Instance = Parameters<typeof wrapAxios>[0] & { post: Post };

const overAxios =
  (make: () => unknown) =>
  (mode: 'auto' | 'v1'): Post => {
    const own = wrapAxios(make() as Instance, { mode, warnings: false });
    return (url, data) => own.post(url, data);
  };

/** All of them hand on answers of any status. */
const FACES: Readonly<Record<string, (mode: 'auto' | 'v1') => Post>> = {
  'axios 0.19': overAxios(() => axios019.create({ validateStatus: () => true })),
  'axios 0.21': overAxios(() => axios021.create({ validateStatus: () => true })),
  'axios 0.27': overAxios(() => axios027.create({ validateStatus: null })),
  'axios 1': overAxios(() => axios.create({ validateStatus: () => true })),
  'axios 1, bytes': overAxios(() => axios.create({ validateStatus: null, responseType: 'arraybuffer' })),
  'axios 1, fetch adapter': overAxios(() => axios.create({ validateStatus: () => true, adapter: 'fetch' })),
  fetch: (mode) => {
    const own = wrapFetch(fetch, { mode, warnings: false });
    return (url, data) => own(url, { method: 'POST', body: new URLSearchParams(data as Record<string, string>) });
  },
};

/** Each is refused by v2 with another status than by v1. */
const REFUSED: readonly (readonly [method: string, code: string, params: (scene: Scene) => Record<string, unknown>])[] =
  [
    ['imbot.message.add', 'ACCESS_DENIED', () => ({ DIALOG_ID: 'chat1', MESSAGE: 'x' })],
    ['imbot.chat.leave', 'ACCESS_DENIED', ({ chatId }) => ({ CHAT_ID: chatId })],
  ];

test.each(Object.entries(FACES))(
  '%s: the text beside the status of a translated refusal is that status’s own',
  async (_name, face) => {
    for (const [method, code, params] of REFUSED) {
      const scene = await setScene('webhook');
      scene.portal.fault({ kind: 'status', method: /^imbot\.v2\.Chat/, code, status: 403, times: 9 });
      const answer = await face('auto')(`${scene.hook}${method}`, {
        CLIENT_ID: CLIENT,
        BOT_ID: scene.botId,
        ...params(scene),
      });
      expect([method, answer.status, answer.statusText]).toEqual([method, 400, 'Bad Request']);
      await scene.server.close();
    }
  },
);
