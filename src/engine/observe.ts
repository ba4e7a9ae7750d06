import type { Translation } from '../translate/types';

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

let channel: Channel | undefined | null = null;

/** Publishes `imbot-compat:translation` on Node's diagnostics channel; nothing is made when nobody listens. */
export function observeTranslation({ method, verdict, losses, one }: Translation, mode: string): void {
  if (channel === null) channel = translationChannel();
  if (!channel?.hasSubscribers) return;
  channel.publish({ method, verdict, mode, losses: losses.map((loss) => loss.id), v2: one?.method });
}

/** Looked up at run time, for this code runs in browsers too. */
function translationChannel(): Channel | undefined {
  if (typeof process === 'undefined' || typeof process.getBuiltinModule !== 'function') return undefined;
  return process.getBuiltinModule('node:diagnostics_channel').channel('imbot-compat:translation');
}
