import axios from 'axios';
import { expect, it } from 'vitest';
import { wrapAxios } from '../../src/wrap/index';
import { CLIENT, setScene } from '../facades/scenario';

const said = (scene: Awaited<ReturnType<typeof setScene>>) =>
  scene.portal.requests.filter((one) => /Message\.send|message\.add/.test(one.method)).length;

it('wraps an instance once that functions and files wrap again and again', async () => {
  const scene = await setScene('webhook');
  const api = axios.create({ baseURL: scene.hook });
  const first = wrapAxios(api, { warnings: false });
  const { imbot } = first;
  for (let times = 0; times < 50; times += 1) expect(wrapAxios(api)).toBe(first);
  expect(first.imbot).toBe(imbot);
  expect(Reflect.get(api.interceptors.request, 'handlers')).toHaveLength(1);
  await api.post('imbot.message.add', {
    BOT_ID: scene.botId,
    CLIENT_ID: CLIENT,
    DIALOG_ID: `chat${scene.chatId}`,
    MESSAGE: 'Hi',
  });
  expect(said(scene)).toBe(1);
  // An instance that it makes is another one, and what is told counts.
  const made = api.create({ baseURL: scene.hook });
  wrapAxios(made, { mode: 'v1' });
  expect(made).toHaveProperty('imbot');
  wrapAxios(api, { mode: 'v1' });
  expect(Reflect.get(api.interceptors.request, 'handlers')).toHaveLength(2);
  await scene.server.close();
});
