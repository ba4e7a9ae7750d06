import type { Readable } from 'node:stream';
import type { Deliver } from '../facade/createDeliver';
import type { Clock } from '../http/clock';
import { replayByName } from '../map/reads';
import { admit } from './admit';
import type { PortalAnswer } from './ask';
import { createForm } from './createForm';
import type { GatewayCall } from './GatewayCall';
import { type Gathered, gather } from './gather';
import { headers } from './headers';
import type { Incoming, Outgoing, Reply } from './Incoming';
import { GATEWAY_LIMITS } from './limits';
import type { Portal } from './Portal';
import { mayBeTranslated, readGatewayCall } from './readGatewayCall';
import { type RequestTarget, readTarget } from './readTarget';
import { refusalReply } from './refusals';
import { isVerb, type RelayedBody, relay } from './relay';
import { sendReply } from './sendReply';
import { takenIn } from './takenIn';
import { Unanswered } from './Unanswered';
import { withHandlers } from './withHandlers';

/** What became of a request. */
export interface Served {
  readonly kind: 'translated' | 'relayed' | 'refused' | 'unanswered';
  /** Undefined where there was no answer. */
  readonly status?: number | undefined;
  /** The method of REST, as the caller named it. */
  readonly method?: string | undefined;
  /** The portal took a part of it before it refused the rest. */
  readonly ranInPart?: boolean | undefined;
}

/** One gateway, as its requests see it. */
export interface Serving {
  readonly portal: Portal;
  readonly deliver: Deliver<PortalAnswer>;
  readonly clock: Clock;
  readonly timeout: number;
  /** Told what should not happen. */
  readonly onError: (error: unknown) => void;
  readonly handlers: HandlerAddresses | undefined;
}

/**
 * Takes one request: a call of imbot v1 or a batch with one goes through the engine, everything else through as it is. Rejects
 * with nothing: where there is no answer, the connection is dropped.
 */
export async function serveRequest(serving: Serving, incoming: Incoming, outgoing: Outgoing): Promise<Served> {
  const { portal } = serving;
  const target = readTarget(incoming.target);
  if (target === undefined || !isVerb(incoming.method)) return refused('address', outgoing);
  const length = Number(headers.first(incoming.headers, 'content-length') ?? 0);
  if (length > GATEWAY_LIMITS.body) return refused('tooLong', outgoing);
  const isRead = mayBeTranslated(incoming, target);
  if (incoming.body === undefined && !isRead) return pass(portal, incoming, target, null, outgoing);
  try {
    if (!isRead || length > GATEWAY_LIMITS.read) {
      const isShort = length > 0 && length <= GATEWAY_LIMITS.piece;
      const piece = isShort ? await gather(incoming.body, GATEWAY_LIMITS.piece) : undefined;
      return await pass(portal, incoming, target, relayed(incoming.body, piece), outgoing);
    }
    const gathered = await gather(incoming.body, GATEWAY_LIMITS.read);
    if (!('whole' in gathered)) return await pass(portal, incoming, target, relayed(incoming.body, gathered), outgoing);
    const read = readGatewayCall(incoming, target, gathered.whole, portal.origin);
    const given = read instanceof Promise ? await read : read;
    if (given === 'too-many') return refused('fields', outgoing);
    if (given === undefined)
      return await pass(portal, incoming, target, incoming.body === undefined ? null : gathered.whole, outgoing);
    const { deliver, clock, timeout, handlers } = serving;
    const naming = handlers && nameHandlers(handlers, target, given);
    const call = naming?.call ?? given;
    const { method, params, batch } = call;
    const own = { timeout, until: clock.now() + timeout };
    const form = createForm(portal, call);
    const run = (): Promise<Reply> => deliver({ method, params, batch, own }, form);
    const reply = await (naming?.around?.(run) ?? run());
    return { kind: 'translated', status: sendReply(reply, outgoing), method, ...form.part() };
  } catch (error) {
    outgoing.drop();
    if (!(error instanceof Unanswered)) serving.onError(error);
    return { kind: 'unanswered', method: target.method };
  }
}

async function pass(
  portal: Portal,
  incoming: Incoming,
  { path: bare, query, method }: RequestTarget,
  body: RelayedBody,
  outgoing: Outgoing,
): Promise<Served> {
  if (portal.limiter !== undefined && !(await admit(portal))) return refused('busy', outgoing);
  const path = query === undefined ? bare : `${bare}?${query}`;
  const status = await relay(portal, incoming, path, body, outgoing, { isQuestion: isQuestion(method) });
  return { kind: status === undefined ? 'unanswered' : 'relayed', status, method };
}

/** A call with other addresses in place of its handlers', and what is done around it where it names some. */
function nameHandlers(handlers: HandlerAddresses, { webhook }: RequestTarget, given: GatewayCall): Naming {
  /** Once for each address, however often the call names it. */
  const named = new Map<string, NamedHandler>();
  const call = withHandlers(given, (url, clientId, command) => {
    // Under an application v1 appends nothing.
    const handler = webhook === undefined || clientId === undefined ? { url } : { url, clientId };
    const key = JSON.stringify(handler);
    const known = named.get(key) ?? { handler, address: handlers.addressOf(handler), commands: [] };
    named.set(key, known);
    if (command !== undefined) known.commands.push(command);
    return known.address;
  });
  if (named.size === 0) return { call };

  async function around(run: () => Promise<Reply>): Promise<Reply> {
    let taken = (_command: string): boolean => false;
    try {
      // At once: a batch names thousands, and each is written to the disk.
      await Promise.all([...named.values()].map(({ handler }) => handlers.begin?.(handler)));
      const reply = await run();
      taken = call.batch === undefined ? () => reply.status < 300 : takenIn(reply);
      return reply;
    } catch (error) {
      // It may have run: then the portal has the address, and sends its events there.
      taken = () => error instanceof Unanswered && error.mayHaveRun;
      throw error;
    } finally {
      await Promise.all(
        [...named.values()].map(({ handler, commands }) =>
          handlers.settle(handler, commands.length === 0 ? taken('') : commands.some(taken)),
        ),
      );
    }
  }

  return { call, around };
}

interface Naming {
  readonly call: GatewayCall;
  around?(run: () => Promise<Reply>): Promise<Reply>;
}

/** What is passed on of a body of which something may have been read. */
function relayed(body: Readable | undefined, read: Gathered | undefined): RelayedBody {
  if (body === undefined) return null;
  if (read === undefined) return { source: body };
  return 'whole' in read ? read.whole : { source: body, begun: read.begun };
}

/** Does a method only read? Any offset confirms what came before it. */
function isQuestion(method: string | undefined): boolean {
  return method !== undefined && replayByName(method, { offset: 0 }) === 'read';
}

function refused(kind: Parameters<typeof refusalReply>[0], outgoing: Outgoing): Served {
  return { kind: 'refused', status: sendReply(refusalReply(kind), outgoing) };
}

/** An address that a call names for the events of a bot. */
export interface NamedAddress {
  readonly url: string;
  /** The CLIENT_ID of a bot on a webhook, which the portal appends to the address of events of v1. */
  readonly clientId?: string | undefined;
}

interface NamedHandler {
  readonly handler: NamedAddress;
  readonly address: string;
  /** The commands of a batch that name it. */
  readonly commands: string[];
}

/** Addresses that stand for those of handlers. */
export interface HandlerAddresses {
  /** The address that the portal is to call in place of a handler's own. */
  addressOf(handler: NamedAddress): string;
  /** Told once of each address that a call names, before the call goes out. */
  begin?(handler: NamedAddress): unknown;
  /** Told once of each address that a call named, before its caller has the answer: did the portal take the call? */
  settle(handler: NamedAddress, taken: boolean): unknown;
}

/** What became of a request, and how long it took. */
export interface ServedRequest extends Served {
  /** Milliseconds. */
  readonly ms: number;
}
