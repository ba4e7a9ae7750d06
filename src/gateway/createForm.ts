import { ImbotError } from '../errors/ImbotError';
import { envelopeFailure } from '../facade/envelopes';
import { errorFields } from '../facade/errorFields';
import { answerIn, type Form, passed, type Reading } from '../facade/Form';
import { systemCode } from '../http/systemCodes';
import { v1Text } from '../map/v1Texts';
import { readCommand } from '../translate/batchCommand';
import type { Params } from '../translate/types';
import { encodeForm } from '../transport/encodeForm';
import { formPortals } from '../transport/formPortals';
import type { SendOptions } from '../transport/types';
import { answerTexts } from './answerTexts';
import { ask, type PortalAnswer, type PortalQuestion } from './ask';
import { batchText } from './batchText';
import type { GatewayCall } from './GatewayCall';
import { headers } from './headers';
import type { Reply } from './Incoming';
import type { Portal } from './Portal';
import { jsonReply, textReply } from './refusals';
import { Unanswered } from './Unanswered';

/**
 * How one call of the gateway is sent, read and answered. What goes out under its own name goes as it came, byte for byte, and
 * comes back so.
 */
export function createForm(portal: Portal, call: GatewayCall): Form<PortalAnswer, Reply> & ToldPart {
  /** The answer to a request that changed something: from then on a 5xx would make the caller do it twice. */
  let changed: PortalAnswer | undefined;
  let batchSent: Params = {};

  async function carry(method: string, params: Params, options: SendOptions): Promise<PortalAnswer> {
    if (sameName(method, call.method)) batchSent = params;
    if (isOriginal(call, method, params)) return ask(portal, call.original, options);
    const forms = formPortals();
    const asForm = forms.has(portal.origin);
    let answer = await ask(portal, anew(call, method, params, asForm), options);
    if (!asForm && answer.status >= 400 && takesNoJson(call, answer)) {
      answer = await ask(portal, anew(call, method, params, true), options);
      if (answer.status < 300) forms.add(portal.origin);
    }
    if (options.replay !== 'read' && answer.status < 300) changed = answer;
    return answer;
  }

  function handOn(answer: PortalAnswer): Reply {
    return changed && answer.status >= 500 ? { ...answer, status: 400, reason: '' } : answer;
  }

  /** A call that may have run and whose answer says less than v1 does: no word of ours would be truer than the portal's. */
  function unread(error: ImbotError): Reply {
    if (changed === undefined) throw new Unanswered('nobody can say whether the call ran', { cause: error });
    return { ...changed, headers: [...changed.headers, 'x-imbot-compat', error.code] };
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
      if (model?.fields === undefined) return jsonReply(200, envelope);
      const text =
        call.batch === undefined
          ? answerTexts.withMembers(model.text, {
              result: JSON.stringify(envelope.result),
              error: undefined,
              error_description: undefined,
            })
          : batchText(model.text, call.batch, batchSent, envelope.result);
      return text === model.text ? handOn(model) : likeIt(200, text, model);
    },
    writeError(error, sent) {
      if (!(error instanceof ImbotError)) throw error;
      const model = answerIn(sent);
      if (error.status === undefined) {
        return error.outcome === 'refused' ? refusedHere(error, call.method) : unread(error);
      }
      const status = changed && error.status >= 500 ? 400 : error.status;
      const told = errorFields(error);
      if (model?.fields === undefined) return jsonReply(status, told);
      const members = { error: JSON.stringify(told.error), error_description: JSON.stringify(told.error_description) };
      return likeIt(status, answerTexts.withMembers(model.text, members), model);
    },
  };
}

/** Did something run, whatever became of the rest? */
interface ToldPart {
  part(): { readonly ranInPart?: boolean };
}

/** Does the engine send the very call that came? Of a batch: is none of its commands another than it was? */
function isOriginal({ method, batch }: GatewayCall, name: string, params: Params): boolean {
  if (!sameName(name, method)) return false;
  if (batch === undefined) return true;
  const { cmd } = params;
  const sent = typeof cmd === 'object' && cmd !== null ? Object.values(cmd) : [];
  const given = Object.values(batch.calls);
  return sent.every((command, index) => readCommand(command)?.method === readCommand(given[index])?.method);
}

/** The call under another name, in the encoding that the portal takes. */
function anew(
  { address, headers: kept }: GatewayCall,
  method: string,
  params: Params,
  asForm: boolean,
): PortalQuestion {
  const type = asForm ? 'application/x-www-form-urlencoded' : 'application/json';
  return {
    method: 'POST',
    path: address(method),
    headers: [...kept, 'content-type', type],
    body: asForm ? encodeForm(params) : JSON.stringify(params),
  };
}

/** Is a form to be tried? That the portal takes no JSON only shows when it was. */
function takesNoJson({ json }: GatewayCall, answer: PortalAnswer): boolean {
  const code = json ? undefined : envelopeFailure(answer.fields)?.code;
  return code !== undefined && systemCode(code).repeat === 'form';
}

function readAnswer(answer: PortalAnswer): Reading {
  const { fields: body = NOTHING } = answer;
  const failure = envelopeFailure(body);
  if (failure) return { failure: { ...failure, status: answer.status } };
  if (answer.status < 300 && 'result' in body) return { envelope: { ...body, result: body.result } };
  return { failure: { status: answer.status } };
}

/** A refusal of the engine's own: nothing was sent. The portal's words for the caller, ours for whoever looks at the headers. */
function refusedHere(error: ImbotError, method: string): Reply {
  const code = 'WRONG_REQUEST';
  const text = v1Text(method, code, '') ?? 'Wrong request';
  const why = [error.code, ...(error.losses ?? [])].join(' ');
  return jsonReply(400, { error: code, error_description: text }, ['x-imbot-compat', why]);
}

/** Another body under the headers of an answer that came. */
function likeIt(status: number, text: string, model: PortalAnswer): Reply {
  return textReply(status, text, headers.without(model.headers, OF_BODY));
}

const OF_BODY = new Set(['content-length', 'content-encoding', 'etag', 'content-md5', 'digest']);
const NOTHING: Readonly<Record<string, unknown>> = {};

function sameName(a: string, b: string): boolean {
  return a.length === b.length && a.toLowerCase() === b.toLowerCase();
}
