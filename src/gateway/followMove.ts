import { mayMove } from '../http/hosts';
import { movedTo } from '../transport/address';
import type { Portal } from './Portal';

/** Does an answer say that the portal has moved to where the gateway may go? From then on every call goes there. */
export function followMove(
  portal: Pick<Portal, 'origin' | 'allowHosts' | 'onMoved'>,
  asked: { readonly origin: string; readonly path: string },
  { status, location }: { readonly status: number; readonly location: string | undefined },
): boolean {
  if (status < 300 || location === undefined) return false;
  const [path = ''] = asked.path.split('?');
  const there = movedTo(asked.origin, path, status, location);
  if (there === undefined) return false;
  const followed = mayMove(new URL(asked.origin), there, portal.allowHosts);
  portal.onMoved(there.host, followed);
  if (followed) portal.origin = there.origin;
  return followed;
}
