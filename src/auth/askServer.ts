import { backOff } from '../http/backOff';
import type { Clock } from '../http/clock';
import { readTokenAnswer } from './readTokenAnswer';
import { type TokenAnswer, TokenQuestion } from './TokenQuestion';
import type { AuthIo } from './types';

/**
 * How long an answer is waited for: ten times 30 seconds. Long, because the answer may hold the only pair there is, and a second
 * question would spend the token twice; whoever waits for the pair has a time-out of its own.
 */
const SLICE = 30_000;
const SLICES = 10;
const REPEATS = 2;

/**
 * One question to an authorization server. It is repeated only when its outcome is known to hold nothing: the connection broke
 * or a server in front of it failed, so that no pair can come any more. Follows no redirect.
 */
export async function askServer(
  url: string,
  fields: Readonly<Record<string, string>>,
  style: 'post' | 'get',
  io: AuthIo,
): Promise<TokenAnswer> {
  for (let attempt = 0; ; attempt++) {
    const { answer, isLate } = await ask(url, fields, style, io);
    const isFailure = answer.error !== undefined || answer.status >= 500;
    const again = isFailure && !isLate && readTokenAnswer(answer.body) === undefined;
    if (!again || attempt === REPEATS) return answer;
    await pause(backOff(attempt, io.clock), io.clock);
  }
}

async function ask(
  url: string,
  fields: Readonly<Record<string, string>>,
  style: 'post' | 'get',
  io: AuthIo,
): Promise<{ answer: TokenAnswer; isLate: boolean }> {
  const { origin, pathname, search } = new URL(url);
  const form = new URLSearchParams(fields).toString();
  // A connection for this question alone, where the way out is ours: it outlives a client that is closed meanwhile.
  const sender = io.sender.alone();
  const question = new TokenQuestion(
    sender,
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
  let isLate = false;
  const callOff = wait(io.clock, SLICES, () => {
    isLate = true;
    question.cancel(new Error('the authorization server did not answer within five minutes'));
  });
  const answer = await question.done;
  callOff();
  if (sender !== io.sender) void sender.end().catch(() => {});
  return { answer, isLate };
}

function wait(clock: Clock, slices: number, then: () => void): () => void {
  let callOff = clock.after(SLICE, () => {
    if (slices === 1) then();
    else callOff = wait(clock, slices - 1, then);
  });
  return () => callOff();
}

function pause(ms: number, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.after(ms, resolve);
  });
}
