import { NO_SCOPE, NO_SUCH_METHOD } from '../../src/http/systemCodes';
import { BRIDGE_REFUSALS } from '../../src/map/bridgeRefusals';

/** Who is refused so is not asked for the claim: v2 does not know the bot, or the webhook may not. */
export const NO_ACCESS: ReadonlySet<string> = new Set([...BRIDGE_REFUSALS, NO_SCOPE, NO_SUCH_METHOD]);
