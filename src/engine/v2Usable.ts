import { REVISION_GET } from '../map/index';
import { LOWEST_REVISION } from '../map/limits';
import { isClosed, saysNoV2 } from './nothingRan';
import { notify, type Warnings } from './notify';
import { portalState } from './shared';
import { NOTICES } from './texts';
import type { Connection } from './types';

/**
 * Has the portal a usable v2? Asked once per portal and process; concurrent callers share the question. A portal that
 * gives no clear answer is asked again with the next call, and this one goes out as v1: the question must not break it.
 */
export function v2Usable(
  key: string,
  connection: Connection,
  warnings: Warnings | undefined,
  timeout: number | undefined,
  until: number | undefined,
): Promise<boolean> {
  const state = portalState(key);
  if (state.v2 !== undefined) return Promise.resolve(state.v2);
  state.asking ??= ask(connection, timeout, until)
    .then((usable) => {
      if (usable) state.v2 = true;
      else if (usable === false) lacksV2(key, warnings);
      return usable === true;
    })
    .finally(() => {
      state.asking = undefined;
    });
  return state.asking;
}

/** Notes that a portal has no usable v2 and says so once. */
export function lacksV2(key: string, warnings: Warnings | undefined): void {
  portalState(key).v2 = false;
  notify(warnings, `portal-without-v2:${key}`, NOTICES.portalWithoutV2, 'portal-without-v2');
}

async function ask(
  connection: Connection,
  timeout: number | undefined,
  until: number | undefined,
): Promise<boolean | undefined> {
  try {
    const { result } = await connection.send(REVISION_GET, {}, { replay: 'read', timeout, until });
    // What is no answer to the question says nothing of the portal: a transport may have made a text of it.
    if (typeof result !== 'object' || result === null) return undefined;
    return 'rest' in result && Number(result.rest) >= LOWEST_REVISION;
  } catch (error) {
    if (isClosed(error)) throw error;
    return saysNoV2(error) ? false : undefined;
  }
}
