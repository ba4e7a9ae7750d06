import type { ArgumentPlace } from '../TransportReading';
import type { FunctionRun, Trace, Value } from '../types';
import { alternatives, holds } from '../values/Value';

/** What a function gives back where the call succeeds, as far as a wrapper has to know. */
export type GivenBack =
  | { readonly form: 'envelope' | 'result' | 'axios' }
  /** To a function that it is given: the last one where no place is told. Another one may hear of failures alone. */
  | { readonly form: 'callback'; readonly place?: ArgumentPlace; readonly failure?: number }
  /** At a place of an object of its own. */
  | { readonly form: 'envelope' | 'result'; readonly at: string }
  /** A response of a client, as it came. */
  | { readonly form: 'response' }
  /** Something that is made of the answer, or that does not show; unseen where a function of elsewhere makes it. */
  | { readonly form: 'other'; readonly isUnseen?: boolean }
  /** Nobody who calls it hears of the answer. */
  | { readonly form: 'nothing' };

export function givesBack(step: FunctionRun, returned: Value, trace: Trace): GivenBack {
  const all = trace.returned.get(step.node) ?? [];
  const good = all.filter(({ onFailure, isThrown }) => !onFailure && !isThrown).map(({ value }) => value);
  const values = (good.length > 0 ? good : [returned]).flatMap(alternatives);
  const found = new Map<string, GivenBack>();
  for (const value of values) {
    const form = formOf(value);
    if (form) found.set(JSON.stringify(form), form);
  }
  const [only] = [...found.values()];
  const isHeard = calledBack(step.given, trace) !== undefined;
  const failed = all.filter(({ isThrown }) => !isThrown).flatMap(({ value }) => alternatives(value));
  if (found.size === 1 && only && only.form !== 'other') {
    const tellsFailures = failed.every((value) => isFailure(value, only));
    return isHeard || !tellsFailures ? { form: 'other' } : only;
  }
  const back = values.some((value) => holds(value, isReply)) ? undefined : calledBack(step.given, trace);
  const isUnseen = values.some((value) => holds(value, (one) => one.kind === 'unknown' && one.isAsked === true));
  if (!back && !isHeard && values.every(isNothing)) return { form: 'nothing' };
  return back ?? { form: 'other', ...(isUnseen ? { isUnseen } : {}) };
}

/** The function that heard the answer, or the one of success where there is another for errors. */
function calledBack(given: readonly Value[], { heard }: Trace): GivenBack | undefined {
  for (const value of [...given, ...given.flatMap((one) => (one.kind === 'object' ? [...one.fields.values()] : []))])
    if (
      heard
        .get(value)
        ?.flatMap(alternatives)
        .some((one) => !isToldAsItIs(one))
    )
      return { form: 'other' };
  const direct = [...given.entries()].filter(([, value]) => heard.has(value));
  const [success, ...more] = direct.filter(([, value]) => heard.get(value)?.some(tellsAnswer));
  if (direct.length > 0) {
    const failures = direct.filter((one) => one !== success);
    if (!success || more.length > 0 || failures.length > 1) return { form: 'other' };
    const [failure] = failures;
    const [place] = success;
    if (failure) return { form: 'callback', place, failure: failure[0] };
    return place === given.findLastIndex((one) => mayBeFunction(one))
      ? { form: 'callback' }
      : { form: 'callback', place };
  }
  for (const [at, value] of given.entries()) {
    if (value.kind !== 'object') continue;
    const names = [...value.fields].filter(([, field]) => heard.has(field)).map(([name]) => name);
    const found = names.find((name) => !/^(?:error|fail|failure|onError|reject)$/.test(name));
    if (found !== undefined) return { form: 'callback', place: `${at}.${found}` };
  }
  return undefined;
}

function isNothing(value: Value): boolean {
  return value.kind === 'literal' && value.value === undefined;
}

/** What is only known by its place may be a function as well. */
function mayBeFunction({ kind }: Value): boolean {
  return kind === 'function' || kind === 'native' || kind === 'unknown';
}

/** Does a callback hear of more than failures? */
function tellsAnswer(value: Value): boolean {
  return holds(value, (one) => one.kind === 'answer' && !/^(?:error|description|status|failure|ok)$/.test(one.stage));
}

function isReply(one: Value): boolean {
  return one.kind === 'answer';
}

/** A callback gets the answer as it came, a failure, or nothing. */
function isToldAsItIs(value: Value): boolean {
  if (value.kind === 'answer') return value.stage !== 'rest' && value.stage !== 'ok';
  if (value.kind === 'literal') return formOf(value) === undefined;
  return value.kind === 'thrown' || (value.kind === 'unknown' && !holds(value, isReply));
}

/** Is what is given instead of an answer known for a failure: nothing at all, or something with the error in it? */
function isFailure(value: Value, form: GivenBack): boolean {
  if (value.kind === 'literal') return formOf(value) === undefined;
  if (value.kind !== 'object') return value.kind !== 'list';
  if (formOf(value)) return true;
  return 'at' in form ? !value.fields.has(form.at) : value.fields.has('error');
}

/** Undefined for what is given instead of an answer. */
function formOf(value: Value): GivenBack | undefined {
  switch (value.kind) {
    case 'answer':
      switch (value.stage) {
        case 'envelope':
        case 'result':
        case 'axios':
          return { form: value.stage };
        case 'text':
          return { form: 'envelope' };
        case 'failure':
          return undefined;
        case 'fetch':
        case 'undici':
        case 'body':
          return { form: 'response' };
        default:
          return { form: 'other' };
      }
    case 'literal':
      return value.value === null || value.value === undefined || value.value === false || value.value === ''
        ? undefined
        : { form: 'other' };
    case 'thrown':
      return undefined;
    case 'object':
      return inObject(value);
    default:
      return { form: 'other' };
  }
}

/** `{ ok: true, data: result }`: one field holds the answer and nothing else tells of it. */
function inObject(value: Extract<Value, { kind: 'object' }>): GivenBack | undefined {
  if (value.spreads.length + value.others.length > 0) return { form: 'other' };
  let found: GivenBack | undefined;
  for (const [name, field] of value.fields) {
    const forms = alternatives(field).flatMap((one) => (isTelling(one) ? [formOf(one) ?? []].flat() : []));
    for (const form of forms) {
      if (found || (form.form !== 'envelope' && form.form !== 'result') || 'at' in form) return { form: 'other' };
      found = { form: form.form, at: name };
    }
  }
  if (found) return found;
  return [...value.fields.keys()].some((name) => /^(?:err(?:or)?s?|message|code|reason|why)$/i.test(name))
    ? undefined
    : { form: 'other' };
}

/** Statuses, codes and fixed texts say nothing of the answer. */
function isTelling(value: Value): boolean {
  if (value.kind === 'answer') return !/^(?:ok|status|error|description|failure)$/.test(value.stage);
  return holds(value, (one) => one.kind === 'answer' && !/^(?:ok|status|error|description|failure)$/.test(one.stage));
}
