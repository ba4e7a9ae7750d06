import { ImbotError } from '../errors/ImbotError';
import { envelopeFailure } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import { answerIn, type Form, passed, type Reading } from '../facade/Form';
import { parseObject } from '../http/parseObject';
import { systemCode } from '../http/systemCodes';
import { v1Text } from '../map/v1Texts';
import { readCommand } from '../translate/batchCommand';
import type { Params } from '../translate/types';
import { encodeForm } from '../transport/encodeForm';
import { formPortals } from '../transport/formPortals';
import type { SendOptions } from '../transport/types';
import { ask, type PortalAnswer, type PortalQuestion } from './ask';
import type { GatewayCall } from './GatewayCall';
import { headers } from './headers';
import type { Reply } from './Incoming';
import type { Portal } from './Portal';
import { jsonReply } from './refusals';

/**
 * How one call of the gateway is sent, read and answered. What goes out under its own name goes as it came, byte for byte, and
 * comes back so.
 */
export function createForm(portal: Portal, call: GatewayCall): Form<PortalAnswer, Reply> & ToldPart {
  /** A request that changes something went through: from then on a 5xx would make the caller do it twice. */
  let changed = false;

  async function carry(method: string, params: Params, options: SendOptions): Promise<PortalAnswer> {
    if (isOriginal(call, method, params)) return ask(portal, call.original, options);
    const answer = await askAnew(portal, call, method, params, options);
    if (options.replay !== 'read' && answer.status < 300) changed = true;
    return answer;
  }

  function handOn(answer: PortalAnswer): Reply {
    return changed && answer.status >= 500 ? { ...answer, status: 400, reason: '' } : answer;
  }

  return {
    part: () => (changed ? { ranInPart: true } : {}),
    portal: call.portal,
    tellsRefusals: true,
    carry,
    read: readAnswer,
    readThrown: () => ({}),
    pass: (sent) => handOn(passed(sent)),
    write(envelope, sent) {
      const model = answerIn(sent);
      const { error: _error, error_description: _text, ...rest } = model === undefined ? envelope : bodyOf(model);
      return likeIt(200, { ...rest, result: envelope.result }, model);
    },
    writeError(error, sent) {
      if (!(error instanceof ImbotError)) throw error;
      const model = answerIn(sent);
      if (error.status === undefined) return refusedHere(error, call.method);
      const status = changed && error.status >= 500 ? 400 : error.status;
      return likeIt(status, { ...(model ? bodyOf(model) : {}), ...errorFields(error) }, model);
    },
  };
}

/** Did something run, whatever became of the rest? */
interface ToldPart {
  part(): { readonly ranInPart?: boolean };
}

/** Does the engine send the very call that came? Of a batch: is none of its commands another than it was? */
function isOriginal({ method, batch }: GatewayCall, name: string, params: Params): boolean {
  if (name.toLowerCase() !== method.toLowerCase()) return false;
  if (batch === undefined) return true;
  const { cmd } = params;
  const sent = typeof cmd === 'object' && cmd !== null ? Object.values(cmd) : [];
  const given = Object.values(batch.calls);
  return sent.every((command, index) => readCommand(command)?.method === readCommand(given[index])?.method);
}

/** As JSON; as a form where the portal takes no JSON, which only shows when it was tried. */
async function askAnew(
  portal: Portal,
  call: GatewayCall,
  method: string,
  params: Params,
  options: SendOptions,
): Promise<PortalAnswer> {
  const forms = formPortals();
  const path = call.address(method);
  const form = (): PortalQuestion => ({
    method: 'POST',
    path,
    headers: [...call.headers, 'content-type', 'application/x-www-form-urlencoded'],
    body: encodeForm(params),
  });
  if (forms.has(portal.origin)) return ask(portal, form(), options);
  const json: PortalQuestion = {
    method: 'POST',
    path,
    headers: [...call.headers, 'content-type', 'application/json'],
    body: JSON.stringify(params),
  };
  const answer = await ask(portal, json, options);
  if (call.json || answer.status < 400) return answer;
  const { code } = envelopeFailure(bodyOf(answer)) ?? {};
  if (code === undefined || systemCode(code).repeat !== 'form') return answer;
  const second = await ask(portal, form(), options);
  if (second.status < 300) forms.add(portal.origin);
  return second;
}

function readAnswer(answer: PortalAnswer): Reading {
  const body = bodyOf(answer);
  const failure = envelopeFailure(body);
  if (failure) return { failure: { ...failure, status: answer.status } };
  if (answer.status < 300 && 'result' in body) return { envelope: { ...body, result: body.result } };
  return { failure: { status: answer.status } };
}

/** Each answer is parsed once. */
const bodies = new WeakMap<PortalAnswer, Record<string, unknown>>();

function bodyOf(answer: PortalAnswer): Record<string, unknown> {
  const known = bodies.get(answer);
  if (known !== undefined) return known;
  const body = parseObject(answer.text) ?? {};
  bodies.set(answer, body);
  return body;
}

/** A refusal of the engine's own: nothing was sent. The portal's words for the caller, ours for whoever looks at the headers. */
function refusedHere(error: ImbotError, method: string): Reply {
  const code = 'WRONG_REQUEST';
  const text = v1Text(method, code, '') ?? 'Wrong request';
  const why = [error.code, ...(error.losses ?? [])].join(' ');
  return jsonReply(400, { error: code, error_description: text }, ['x-imbot-compat', why]);
}

/** Another body under the headers of an answer that came. */
function likeIt(status: number, value: object, model: PortalAnswer | undefined): Reply {
  const kept = model === undefined ? [] : headers.without(headers.passedOn(model.headers), OF_BODY);
  return jsonReply(status, value, kept);
}

const OF_BODY = new Set(['content-length', 'content-encoding', 'etag', 'content-md5', 'digest']);
