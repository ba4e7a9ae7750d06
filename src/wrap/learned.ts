import type { ImbotError } from '../errors/ImbotError';
import { createEcho, type Echo, NO_ECHO } from '../facade/echo';
import type { Failure } from '../facade/Failure';
import type { Reading } from '../facade/Form';
import { readFailure } from '../facade/readFailure';
import { speakV1, type Wording } from '../facade/speakV1';
import type { Params } from '../values/structures';
import type { AnswerForm } from './answerForms';
import { copyOf } from './copyOf';
import { shownStatus, withStatus } from './shownStatus';
import type { Settled } from './UnderWay';

/** A form that learns from what comes: whether the layout fits, and how this transport says that a call failed. */
export interface LearningForm extends AnswerForm {
  /** An answer was read by the layout: what cannot be read from now on is a failure, and no misfit. */
  readonly fits: boolean;
  /** Keeps what the caller got for the last failure as a model of the next refusal. */
  learn(got: Settled, call: { readonly named: string; readonly params: Params }): void;
  /** A refusal that nobody sent, in the form of one that was seen; undefined where none was. */
  refusal(error: ImbotError, named: string): Settled | undefined;
}

interface Model {
  readonly got: Settled;
  readonly named: string;
  readonly echo: Echo;
}

export function learningForm(form: AnswerForm): LearningForm {
  let model: Model | undefined;
  let fits = false;

  return {
    write: form.write,
    get fits() {
      return fits;
    },
    read(answer): Reading {
      const reading = form.read(answer);
      if ('envelope' in reading) fits = true;
      return reading;
    },
    learn(got, { named, params }) {
      // A lost connection is no refusal.
      const { code, status } = readFailure(got.values[0]);
      if (!got.ok && code === undefined && status === undefined && shownStatus(got.values[0]) === undefined) return;
      model = { got, named, echo: createEcho(params) };
    },
    refusal(error, named) {
      if (model === undefined) return undefined;
      const { got, echo } = model;
      const [before, ...beside] = got.values;
      const like = (value: unknown): Settled => ({ ok: got.ok, values: [value, ...beside] });
      const told = `${error.code}: ${error.description ?? ''}`;
      const shown = shownStatus(before);
      if (typeof before !== 'object' || before === null || Array.isArray(before)) {
        if (shown !== undefined && error.status !== undefined) return like(withStatus(before, [shown, error.status]));
        return like(got.ok ? before : told);
      }
      const read = readFailure(before);
      const failure = read.status === undefined && shown !== undefined ? { ...read, status: shown } : read;
      if (failure.code === undefined && failure.status === undefined) return got.ok ? like(before) : undefined;
      const made = new Set<object>();
      const copy = copyOf(before, made, true);
      if (copy === before || !isWhole(before, copy)) return undefined;
      const wording: Wording = { ...asInModel(error, failure, made), method: [model.named, named] };
      speakV1(copy, wording);
      const message: unknown = Reflect.get(Object(copy), 'message');
      // A text that quotes the call before says nothing about this one.
      if (copy instanceof Error && typeof message === 'string' && echo.isQuotedIn(message)) {
        Object.defineProperty(copy, 'message', { value: told, configurable: true, writable: true });
      }
      return { ok: got.ok, values: [copy, ...beside.map((one) => (one === before ? copy : speakV1(one, wording)))] };
    },
  };
}

/** No copy of a Response, or of what keeps its words in private fields, says anything of its own. */
function isWhole(before: object, copy: unknown): boolean {
  if (typeof copy !== 'object' || copy === null) return false;
  for (const name of Object.getOwnPropertyNames(before)) {
    const inner: unknown = name === 'responseBody' ? undefined : Reflect.get(before, name);
    if (typeof inner === 'object' && inner !== null && 'bodyUsed' in inner) return false;
  }
  if (before instanceof Error && typeof Reflect.get(before, 'json') === 'function') return false;
  try {
    for (const name of ['code', 'status', 'description', 'message']) Reflect.get(copy, name);
    return true;
  } catch {
    return false;
  }
}

/** The words of the model give way to those of the new refusal; only what was copied is touched. */
function asInModel(error: ImbotError, { code, description, status }: Failure, made: ReadonlySet<object>): Wording {
  return {
    method: ['', ''],
    ...(code === undefined ? {} : { code: [code, error.code] as const }),
    ...(description && error.description !== undefined
      ? { description: [description, error.description] as const }
      : {}),
    ...(status === undefined || error.status === undefined ? {} : { status: [status, error.status] as const }),
    echo: { ...NO_ECHO, is: (value) => !made.has(value) },
  };
}
