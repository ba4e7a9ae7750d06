import { configError } from '../errors/callError';
import { checkFacade } from '../facade/checkFacade';
import { type Check, oneOfWords } from '../facade/checks';
import { isFields } from '../values/structures';

/** What a client has besides the options of every facade; the values of secrets are never looked at here. */
const CLIENT_CHECKS: Readonly<Record<string, Check>> = {
  facts: (value) => (isText(value) || isFields(value) ? undefined : 'is no path and no profile'),
  botId: (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : 'is no id of a bot'),
  botToken: (value) => (isText(value) ? undefined : 'is no text'),
  limits: (value) => {
    if (value === false || (isFields(value) && typeof value['take'] === 'function')) return undefined;
    if (!isFields(value)) return oneOfWords(['standard', 'enterprise'])(value);
    const { burst, perSecond, ...more } = value;
    // Rates of 0 would hold every call for ever.
    const isRate =
      typeof burst === 'number' &&
      burst >= 1 &&
      typeof perSecond === 'number' &&
      perSecond > 0 &&
      Object.keys(more).length === 0;
    return isRate ? undefined : 'is no { burst, perSecond } of positive numbers';
  },
  dispatcher: () => undefined,
  encoding: oneOfWords(['json', 'form']),
  timeout: (value) => (typeof value === 'number' && value >= 0 ? undefined : 'is no number of milliseconds'),
  maxAnswer: positive('bytes'),
  connections: positive('connections'),
  clock: () => undefined,
};

const AUTH_CHECK: Readonly<Record<string, Check>> = {
  auth: (value) => (isAuth(value) ? undefined : 'is not made by webhook(…) or oauth(…)'),
};

/**
 * Refuses options that `createImbot` does not know, naming them without their values, with the nearest right word.
 * @throws ImbotError CONFIG
 */
export function checkOptions(options: unknown): void {
  checkClient('createImbot', options, AUTH_CHECK);
  if (isFields(options) && options['auth'] === undefined)
    throw configError('createImbot', 'auth is missing: webhook(…) or oauth(…).');
}

/**
 * The same for what makes its clients later.
 * @param more what it has besides
 * @throws ImbotError CONFIG
 */
export function checkClient(face: string, options: unknown, more: Readonly<Record<string, Check>>): void {
  checkFacade(face, options, { clientId: undefined, ...CLIENT_CHECKS, ...more });
}

function isAuth(value: unknown): boolean {
  if (!isFields(value) || typeof value['authorise'] !== 'function') return false;
  return value['kind'] === 'webhook' || value['kind'] === 'oauth';
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function positive(what: string): Check {
  return (value) => (Number.isInteger(value) && Number(value) > 0 ? undefined : `is no number of ${what}`);
}
