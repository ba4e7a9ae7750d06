import axios from 'axios';
import axios019 from 'axios019';
import axios021 from 'axios021';
import axios027 from 'axios027';
import { describe, expect, it } from 'vitest';
import { wrapAxios } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';
import { picture } from './picture';

type Wild = Record<string, unknown>;

interface Instance {
  post(url: string, data: Wild): Promise<{ data: unknown }>;
}

/** Instances as bots make them: a base, a header, an interceptor, a validateStatus, or none of it. */
const MADE: Readonly<Record<string, (base: string) => unknown>> = {
  '0.19': (baseURL) => axios019.create({ baseURL }),
  '0.19, address without base': () => axios019.create(),
  '0.21': (baseURL) => axios021.create({ baseURL, headers: { 'x-own': '1' } }),
  '0.21, any status': (baseURL) => axios021.create({ baseURL, validateStatus: () => true }),
  '0.27': (baseURL) => axios027.create({ baseURL }),
  '1': (baseURL) => axios.create({ baseURL }),
  '1, fetch adapter': (baseURL) => axios.create({ baseURL, adapter: 'fetch' }),
};

describe.each(Object.entries(MADE))('wrapAxios over axios %s', (name, make) => {
  const run = async (mode: 'bare' | 'v1' | 'audit' | 'auto' | 'v2') => {
    const scene = await setScene('webhook');
    const made = make(scene.hook);
    const own = mode === 'bare' ? made : wrapAxios(made as Parameters<typeof wrapAxios>[0], { mode, warnings: false });
    const base = name.includes('without') ? scene.hook : '';
    const call = async (method: string, params: Wild): Promise<unknown> => {
      try {
        const answer = await (own as Instance).post(`${base}${method}`, {
          CLIENT_ID: CLIENT,
          BOT_ID: scene.botId,
          ...params,
        });
        return { given: await picture(answer) };
      } catch (thrown) {
        return { thrown: await picture(thrown) };
      }
    };
    const message = { DIALOG_ID: `chat${scene.chatId}`, MESSAGE: 'Hi' };
    try {
      const seen = [
        await call('imbot.message.add', message),
        await call('imbot.chat.updateTitle', { CHAT_ID: 424242, TITLE: 'X' }),
        await call('server.time', {}),
      ];
      scene.portal.fault({ method: /Message\.send$|imbot\.message\.add$/, kind: 'drop-after' });
      seen.push(await call('imbot.message.add', message), scene.portal.snapshot().messages.length);
      return { seen, v2: scene.portal.requests.some(({ generation }) => generation === 'v2') };
    } finally {
      await scene.server.close();
    }
  };

  it('gives the caller the same in all modes as alone', async () => {
    const bare = await run('bare');
    for (const mode of ['v1', 'audit', 'auto', 'v2'] as const) {
      const own = await run(mode);
      expect(JSON.stringify({ mode, seen: own.seen })).toBe(JSON.stringify({ mode, seen: bare.seen }));
      expect(own.v2).toBe(mode === 'auto' || mode === 'v2');
    }
  });
});
