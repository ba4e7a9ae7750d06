import { backOff } from '../transport/backOff';
import type { Clock } from '../transport/clock';
import type { Answer, Failure } from '../transport/exchange';
import { Exchange } from '../transport/exchange';
import { parseObject } from '../transport/parseObject';
import type { AuthIo } from './types';

const TIMEOUT = 30_000;
const REPEATS = 2;

/**
 * One question to an authorization server, repeated when no answer comes: with a one-time token there is nothing to lose by
 * asking again, and perhaps the pair to win. Follows no redirect.
 */
export async function askServer(
  url: string,
  fields: Readonly<Record<string, string>>,
  style: 'post' | 'get',
  io: AuthIo,
): Promise<Answer | Failure> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask(url, fields, style, io);
    const again = 'error' in answer || (answer.status >= 500 && parseObject(answer.body) === undefined);
    if (!again || attempt === REPEATS) return answer;
    await pause(backOff(attempt, io.clock), io.clock);
  }
}

async function ask(
  url: string,
  fields: Readonly<Record<string, string>>,
  style: 'post' | 'get',
  io: AuthIo,
): Promise<Answer | Failure> {
  const { origin, pathname, search } = new URL(url);
  const form = new URLSearchParams(fields).toString();
  const exchange = new Exchange(
    io.sender,
    style === 'post'
      ? {
          origin,
          path: pathname + search,
          method: 'POST',
          headers: ['content-type', 'application/x-www-form-urlencoded'],
          body: form,
        }
      : {
          origin,
          path: `${pathname}${search === '' ? '?' : `${search}&`}${form}`,
          method: 'GET',
          headers: [],
          body: null,
        },
  );
  let callOff = () => {};
  const late = new Promise<Failure>((resolve) => {
    callOff = io.clock.after(TIMEOUT, () => {
      const error = new Error('the authorization server did not answer in time');
      const { sent } = exchange;
      exchange.cancel(error);
      resolve({ error, sent });
    });
  });
  const answer = await Promise.race([exchange.done, late]);
  callOff();
  return answer;
}

function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
