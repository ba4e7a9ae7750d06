import type { Dispatcher } from 'undici';
import { type Clock, systemClock } from '../../http/clock';
import { errorCode } from '../../http/exchange';
import type { Letter } from './Letter';

/** Milliseconds that a handler has for an event. */
const PATIENCE = 15_000;
/** Bytes of a handler's answer, of which nothing is read. */
const MOST = 1024 * 1024;

/**
 * Posts a letter to its handler once; no redirect is followed. Resolves to nothing where that took it, else to why not. It took it
 * where it said 2xx in time: one that goes on working behind that, or writes without end, is cut off here and not asked again.
 */
export function sendLetter(
  { url, body }: Pick<Letter, 'url' | 'body'>,
  dispatcher: Dispatcher,
  clock: Clock = systemClock,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const { origin, pathname, search, username, password } = new URL(url);
    const headers = ['content-type', 'application/x-www-form-urlencoded'];
    if (username !== '' || password !== '') headers.push('authorization', basic(username, password));
    let control: Dispatcher.DispatchController | undefined;
    let status = 0;
    let left = MOST;
    let isCut = false;
    const said = (): string | undefined => (status >= 200 && status < 300 ? undefined : `HTTP ${status}`);
    const cut = (): void => {
      isCut = true;
      resolve(status === 0 ? 'no answer within 15 s' : said());
      control?.abort(new Error('the handler was cut off'));
    };
    const callOff = clock.after(PATIENCE, cut);
    dispatcher.dispatch(
      { origin, path: pathname + search, method: 'POST', headers, body },
      {
        onRequestStart(started) {
          control = started;
          if (isCut) started.abort(new Error('nobody waits any more'));
        },
        onResponseStart(_control, answered) {
          if (answered >= 200) status = answered;
        },
        onResponseData(_control, chunk) {
          left -= chunk.length;
          if (left < 0 && !isCut) cut();
        },
        onResponseEnd() {
          callOff();
          resolve(said());
        },
        onResponseError(_control, error) {
          callOff();
          resolve(errorCode(error) || 'the connection broke');
        },
      },
    );
  });
}

function basic(username: string, password: string): string {
  const given = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(given).toString('base64')}`;
}
