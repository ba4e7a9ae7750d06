import { B24Frame } from './B24Frame';
import type { SdkOptions } from './SdkOptions';
import { sdkInitializeB24Frame } from './sdk';
import { ownOf, rememberEngine } from './translating';

/**
 * The SDK's initializeB24Frame; its frame translates calls of `imbot.*`.
 * @example
 * const frame = await initializeB24Frame({ imbot: { warnings: false } });
 */
export async function initializeB24Frame(options?: SdkOptions): Promise<B24Frame> {
  const own = ownOf('initializeB24Frame', options);
  const made: unknown = Object.setPrototypeOf(await sdkInitializeB24Frame(options), B24Frame.prototype);
  if (!(made instanceof B24Frame)) throw new TypeError('the SDK made no B24Frame');
  rememberEngine(made, own);
  return made;
}
