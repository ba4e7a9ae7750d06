import type { MethodCall, MethodTable } from '../call';
import { Failure } from '../failure';
import { read } from '../read';
import { v1Bindings } from '../rules/v1Bindings';
import { v2Bindings } from '../rules/v2Bindings';
import { systemFailure } from '../systemFailure';
import type { Binding } from '../types';

/** event.bind, .get and .unbind: only applications have them. */
export const eventBindings: MethodTable = { 'event.bind': bind, 'event.get': get, 'event.unbind': unbind };

function clientOf({ caller }: MethodCall): string {
  if (!caller.application) throw systemFailure('WRONG_AUTH_TYPE');
  return caller.application.clientId;
}

function bind(call: MethodCall): true {
  const clientId = clientOf(call);
  const { event, handler, authType } = wish(call);
  if (!/^ON[A-Z][A-Z0-9_]*$/.test(event)) throw new Failure('ERROR_EVENT_NOT_FOUND', 'Event not found');
  if (handler === '') throw new Failure('ERROR_ARGUMENT', "Argument 'HANDLER' is null or empty");
  const present = call.state.bindings.some(
    (one) => one.clientId === clientId && one.event === event && one.handler === handler && one.authType === authType,
  );
  // [seen] a second time is refused with this text, mistake included.
  if (present) throw new Failure('ERROR_CORE', 'Unable to set event handler: Handler already binded');
  call.state.bindings.push({ clientId, event, handler, authType: authType ?? 0 });
  return true;
}

function wish({ params }: MethodCall): { event: string; handler: string; authType: number | undefined } {
  const named = Object.fromEntries(Object.entries(params).map(([key, value]) => [key.toLowerCase(), value]));
  return {
    event: read.text(named.event).trim().toUpperCase(),
    handler: read.text(named.handler),
    authType: read.present(named.auth_type) ? read.int(named.auth_type) : undefined,
  };
}

/** Its own bindings, and those that its bots of v1 made by registering. */
function bindingsOf(call: MethodCall): Binding[] {
  const clientId = clientOf(call);
  return [...call.state.bindings.filter((one) => one.clientId === clientId), ...v1Bindings.of(call.state, clientId)];
}

function get(call: MethodCall): unknown {
  return [...bindingsOf(call), ...v2Bindings(call.state, clientOf(call))].map(({ event, handler, authType }) => ({
    event,
    handler,
    auth_type: String(authType),
    offline: 0,
  }));
}

/** What is not named counts for all: without parameters every binding goes. */
function unbind(call: MethodCall): { count: number } {
  const clientId = clientOf(call);
  const { event, handler, authType } = wish(call);
  const goes = (one: Binding): boolean =>
    one.clientId === clientId &&
    (event === '' || one.event === event) &&
    (handler === '' || one.handler === handler) &&
    (authType === undefined || one.authType === authType);
  const count = bindingsOf(call).filter(goes).length;
  call.state.bindings = call.state.bindings.filter((one) => !goes(one));
  v1Bindings.remove(call.state, clientId, goes);
  return { count };
}
