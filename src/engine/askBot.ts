import { V2 } from '../map/v2Names';
import type { Asking } from './Call';
import { type Question, tick } from './memory';
import type { Envelope, Params } from './types';
import { withSignal } from './withSignal';

/** When a question is asked, and how long it may take. */
export interface AskOptions {
  /** When the call went out that the answer is to tell about, by `tick`; undefined where it has not gone out yet. */
  readonly sent?: number | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
}

/**
 * Asks for the bot that v2 parameters speak of, or for the list where they name none; it changes nothing. Calls share one
 * question, however many they are: those that wait for it before they go out, and those that went out before it was asked and
 * fail before or after its answer. A caller's abort ends its waiting and not the question.
 */
export function askBot(params: Params, asking: Asking, { sent, timeout }: AskOptions): Promise<Envelope> {
  const { botId, botToken, auth } = params;
  const { connection, known: memory, own, method } = asking;
  const who = { ...(botToken === undefined ? {} : { botToken }), ...(auth === undefined ? {} : { auth }) };
  const [name, asked] = botId === undefined ? [V2.botList, { ...who, limit: 1 }] : [V2.botGet, { botId, ...who }];
  const key = `${name} ${JSON.stringify(asked)}`;
  const known = memory.questions.get(key);
  const tells = known && (sent === undefined ? known.underWay : sent < known.asked);
  if (tells) return withSignal(known.answer, own.signal, method);
  const answer = connection.send(name, asked, { as: method, replay: 'read', timeout, until: own.until });
  const question: Question = { asked: tick(memory), answer, underWay: true };
  memory.questions.set(key, question);
  const end = (): void => {
    question.underWay = false;
  };
  answer.then(end, end);
  return withSignal(answer, own.signal, method);
}
