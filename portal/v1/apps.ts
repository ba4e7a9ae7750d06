import type { MethodCall, MethodTable } from '../call';
import { owner } from './bot';

/** imbot.app.*: chat applications are not modelled, the answers are only of the right type. */
export const v1Apps: MethodTable = {
  'imbot.app.register': (call) => (acknowledge(call) ? 1 : 0),
  'imbot.app.update': acknowledge,
  'imbot.app.unregister': acknowledge,
};

function acknowledge(call: MethodCall): true {
  owner(call);
  return true;
}
