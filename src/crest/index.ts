/**
 * `imbot-compat/crest`: the calling conventions of the PHP wrapper and of the helpers on the deprecated pages.
 */
import { createCRest } from './createCRest';
import type { CRestLike } from './types';

export { createCRest } from './createCRest';
export type { CRestAnswer, CRestCommands, CRestLike, CRestOptions } from './types';

let shared: CRestLike | undefined;

/** Made at the first call, when the environment is complete. */
function fromEnvironment(): CRestLike {
  shared ??= createCRest();
  return shared;
}

/** The wrapper as the environment configures it. */
export const CRest: Pick<CRestLike, 'call' | 'callBatch' | 'report' | 'close'> = {
  call: (method, params) => fromEnvironment().call(method, params),
  callBatch: (commands, halt) => fromEnvironment().callBatch(commands, halt),
  report: () => fromEnvironment().report(),
  close: () => fromEnvironment().close(),
};

/**
 * Calls a method with the `auth` of an event; see `CRestLike.restCommand`.
 * @example
 * await restCommand('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi' }, install.auth);
 */
export const restCommand: CRestLike['restCommand'] = (method, params, auth) =>
  fromEnvironment().restCommand(method, params, auth);

/**
 * Exchanges the refresh token of `auth`; see `CRestLike.restAuth`.
 * @example
 * const renewed = await restAuth(install.auth); // false where something needed is missing
 */
export const restAuth: CRestLike['restAuth'] = (auth) => fromEnvironment().restAuth(auth);
