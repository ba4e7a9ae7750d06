import type { ImbotError } from '../errors/ImbotError';
import { errorFields } from '../facade/errorFields';
import { STATUS_TEXTS } from '../facade/speakV1';
import type { AxiosLike, AxiosLikeConfig, AxiosLikeResponse } from './AxiosLike';

/**
 * A refusal that nobody sent, as this axios fails: an error of its own class, with the v1 answer in it. A response where the
 * instance takes its status for fine. What the error is made from is its `cause`.
 */
export async function axiosRefusal(
  error: ImbotError,
  ready: AxiosLikeConfig,
  instance: AxiosLike,
): Promise<AxiosLikeResponse> {
  const { validateStatus } = ready;
  const status = error.status ?? 400;
  const response = {
    status,
    statusText: STATUS_TEXTS[status] ?? '',
    headers: {},
    config: ready,
    data: JSON.stringify(errorFields(error)),
  };
  const fine: unknown = typeof validateStatus === 'function' ? validateStatus(status) : !validateStatus;
  if (fine) return response;
  const made = await failure(`Request failed with status code ${status}`, ready, response, instance);
  // The address holds a secret, and this is an error of ours: it is there for code that asks, and for no log.
  hide(response, 'config', ready);
  hide(made, 'config', ready);
  hide(made, 'cause', error);
  const shown: unknown = Reflect.get(made, 'toJSON');
  const plain = { method: ready.method, url: error.method };
  if (typeof shown === 'function')
    hide(made, 'toJSON', () => ({ ...Object(Reflect.apply(shown, made, [])), config: plain }));
  throw made;
}

function hide(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, enumerable: false, configurable: true, writable: true });
}

async function failure(
  message: string,
  config: AxiosLikeConfig,
  response: AxiosLikeResponse,
  instance: AxiosLike,
): Promise<object> {
  const OwnError = await errorClassOf(instance);
  if (OwnError) return Reflect.construct(OwnError, [message, 'ERR_BAD_REQUEST', config, undefined, response]);
  // Before 0.27 axios had no class: it put this into an Error.
  return Object.assign(new Error(message), { config, request: undefined, response, isAxiosError: true, toJSON });
}

const classes = new WeakMap<AxiosLike, Promise<Constructor | undefined>>();

/** The class of the errors of this axios. It shows in a request that is given up before it is sent, whose error extends it. */
function errorClassOf(instance: AxiosLike): Promise<Constructor | undefined> {
  const known = classes.get(instance);
  if (known) return known;
  const found = givenUp(instance).then(classIn, classIn);
  classes.set(instance, found);
  return found;
}

async function givenUp(instance: AxiosLike): Promise<unknown> {
  const never = (): Promise<never> => Promise.reject(new Error('nothing is sent'));
  return instance.create?.().request({ url: 'http://localhost/', signal: AbortSignal.abort(), adapter: never });
}

function classIn(thrown: unknown): Constructor | undefined {
  for (let at: unknown = thrown; at instanceof Error; at = Object.getPrototypeOf(at)) {
    const made: unknown = Object.hasOwn(at, 'constructor') ? at.constructor : undefined;
    // A page may have shortened its name.
    const isOwn =
      isConstructor(made) && Reflect.get(made, 'ERR_BAD_REQUEST') === 'ERR_BAD_REQUEST' && Object.hasOwn(made, 'from');
    if (isOwn) return made;
  }
  return undefined;
}

type Constructor = new (...given: unknown[]) => object;

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function';
}

function toJSON(this: Error & { config: unknown; code?: unknown }): object {
  const { message, name, stack, config, code } = this;
  return { message, name, stack, config, code };
}
