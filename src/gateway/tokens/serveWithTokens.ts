import { Readable } from 'node:stream';
import { batchOf } from '../../facade/batchOf';
import { writtenName } from '../../facade/writtenName';
import { parseObject } from '../../http/parseObject';
import { systemCode } from '../../http/systemCodes';
import { isV1Imbot, isV2Imbot } from '../../map/imbotName';
import { readCommand } from '../../translate/batchCommand';
import { gather } from '../gather';
import { headers } from '../headers';
import type { Incoming, Outgoing } from '../Incoming';
import { GATEWAY_LIMITS } from '../limits';
import { passage } from '../passage';
import { readGivenParams } from '../readGivenParams';
import { type RequestTarget, readTarget } from '../readTarget';
import type { CallerTokens } from './CallerTokens';
import { holdRefusal } from './holdRefusal';
import { type ReadRequest, tokenInRequest } from './tokenInRequest';

/** What became of a request: did a part of it run before the rest was refused? */
interface ServedOnce {
  readonly ranInPart?: boolean | undefined;
}

interface TokenService<Served> {
  readonly serve: (incoming: Incoming, outgoing: Outgoing) => Promise<Served>;
  /** Answers a request of which nothing was sent: whoever has the tokens cannot say which one it is. */
  readonly refuse: (outgoing: Outgoing) => Served;
  /** Told how a source of tokens failed. It may be somebody else's code. */
  readonly tell: (error: unknown) => void;
}

/**
 * Serves a request with the token that stands for its caller's own. Where the portal calls that one expired or does not know it,
 * nothing has run, and the request goes out once more with the next one.
 */
export async function serveWithTokens<Served extends ServedOnce>(
  tokens: CallerTokens,
  incoming: Incoming,
  outgoing: Outgoing,
  { serve, refuse, tell }: TokenService<Served>,
): Promise<Served> {
  const target = readTarget(incoming.target);
  if (target === undefined || target.webhook !== undefined) return serve(incoming, outgoing);
  const body = await read(incoming).catch(() => undefined);
  if (body === undefined) return serve(incoming, outgoing);
  const request: ReadRequest = { target: incoming.target, headers: incoming.headers, whole: body.whole };
  const from = (one: ReadRequest): Incoming => ({
    ...incoming,
    target: one.target,
    headers: one.headers,
    body: one.whole === undefined ? body.rest : streamOf(one.whole),
  });
  const token = tokenInRequest.find(request);
  let sent: string | undefined;
  try {
    sent = token && (await tokens.inPlaceOf(token, () => isOfBot(incoming.method, target, request)));
  } catch (error) {
    tell(error);
    return refuse(outgoing);
  }
  if (token === undefined || sent === undefined) return serve(from(request), outgoing);
  const first = tokenInRequest.replace(request, token, sent);
  // A body that streams is gone once it was sent.
  if (body.rest !== undefined) return serve(from(first), outgoing);
  let fault: TokenFault | undefined;
  const held = holdRefusal(outgoing, (status, text) => {
    fault = faultOf(status, text);
    return fault !== undefined;
  });
  const served = await serve(from(first), held);
  const following = async (): Promise<string | undefined> =>
    fault === 'expired' ? tokens.after(sent) : tokens.instead(sent);
  const next = held.isHeld() && served.ranInPart !== true ? await following().catch(tell) : undefined;
  if (next === undefined) {
    held.release();
    return served;
  }
  const again = holdRefusal(outgoing, (status, text) => faultOf(status, text) === 'expired');
  const second = await serve(from(tokenInRequest.replace(request, token, next)), again);
  try {
    if (again.isHeld()) tokens.refusedAgain(next);
  } catch (error) {
    tell(error);
  }
  again.release();
  return second;
}

type TokenFault = 'expired' | 'unknown';

/** What a refusal says of the token; those of an application that was installed anew are unknown. */
function faultOf(status: number, body: string): TokenFault | undefined {
  if (status !== 401) return undefined;
  const { repeat, lacks } = systemCode(String(parseObject(body)?.['error']));
  if (repeat === 'renew') return 'expired';
  return lacks === 'login' ? 'unknown' : undefined;
}

/** A short body is read whole, a long one handed on with what was read of it. */
async function read({ body, headers: given }: Incoming): Promise<{ whole?: Buffer; rest?: Readable }> {
  if (body === undefined) return {};
  const length = Number(headers.first(given, 'content-length') ?? 0);
  if (length > GATEWAY_LIMITS.read) return { rest: body };
  const gathered = await gather(body, GATEWAY_LIMITS.read);
  if ('whole' in gathered) return gathered;
  return { rest: passage(body, gathered.begun, GATEWAY_LIMITS.body, () => {}) };
}

function streamOf(whole: Buffer): Readable {
  return Readable.from([whole], { objectMode: false });
}

/** Does a call act for a bot, and for no person? */
async function isOfBot(method: string, { method: name = '', query }: RequestTarget, request: ReadRequest) {
  if (isImbot(name)) return true;
  if (name.toLowerCase() !== 'batch') return false;
  const contentType = headers.first(request.headers, 'content-type');
  const given = await readGivenParams({ method, query, contentType, body: request.whole ?? Buffer.alloc(0) });
  if (given === undefined || given === 'too-many') return false;
  const batch = batchOf(name, given.params);
  if (batch === undefined || writtenName(given.params, 'cmd') === undefined) return false;
  return Object.values(batch.calls).every((command) => isImbot(readCommand(command)?.method ?? ''));
}

function isImbot(name: string): boolean {
  return isV1Imbot(name) || isV2Imbot(name);
}
