import type { GivenBack } from '../transport/answer/givesBack';
import type { LayoutReading } from '../transport/readLayout';
import type { FunctionRun } from '../transport/types';
import type { Source } from '../transport/values/Source';
import type { AnswerLayout, Layout } from './Layout';

/** What was not seen of a function, or stands against wrapping it. */
export type Lack =
  | 'sends'
  | 'params'
  | 'answer'
  | 'shape'
  | 'nothing'
  | 'status'
  | 'looks'
  | 'adds'
  | 'botId'
  | 'decorated'
  | 'changed'
  | 'remade';

/** The options of wrapCall that a reading proves, and what it does not show. */
export interface LayoutFound {
  readonly layout: Partial<Layout> & Pick<Layout, 'method'>;
  readonly lacks: readonly Lack[];
  /** It puts in a CLIENT_ID that nothing outside of it tells. */
  readonly isHidden: boolean;
}

export function layoutOf(reading: LayoutReading, step: FunctionRun): LayoutFound {
  const { method, params, encoding, gives } = reading;
  const answer = answerOf(gives);
  const portal = reading.portal && written(reading.portal, reading, step);
  const clientId = idOf(reading.clientId, 'string', reading, step);
  const botId = idOf(reading.botId, 'number', reading, step);
  const isHidden = reading.clientId !== undefined && clientId === undefined;
  // Of a client that may be changed nothing else is seen, and nothing else is to be said.
  const lacks: Lack[] = reading.changedBy.length > 0 ? ['changed'] : lacksOf(reading, answer, botId);
  return {
    layout: {
      method,
      ...(params === undefined ? {} : { params }),
      ...(portal === undefined ? {} : { portal }),
      ...(answer === undefined ? {} : { answer }),
      ...callbackOf(gives),
      ...(encoding === undefined ? {} : { encoding }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(botId === undefined ? {} : { botId }),
    },
    lacks,
    isHidden,
  };
}

function lacksOf(reading: LayoutReading, answer: AnswerLayout | undefined, botId: string | undefined): Lack[] {
  const { params, encoding, gives } = reading;
  return [
    ...(reading.isSent ? [] : (['sends'] as const)),
    ...(reading.isSent && (params === undefined || encoding === undefined) ? (['params'] as const) : []),
    ...(reading.isSent && answer === undefined ? [lackOf(gives)] : []),
    ...(reading.showsStatus ? (['status'] as const) : []),
    ...(reading.isSent && reading.remadeBy.length > 0 ? (['remade'] as const) : []),
    ...(reading.looks.length > 0 ? (['looks'] as const) : []),
    ...(reading.adds.length > 0 ? (['adds'] as const) : []),
    ...(reading.botId !== undefined && botId === undefined ? (['botId'] as const) : []),
  ];
}

function callbackOf(gives: GivenBack): Pick<Layout, 'callback'> {
  if (gives.form !== 'callback' || gives.place === undefined) return {};
  const { place: success, failure: error } = gives;
  return { callback: error === undefined ? success : { success, error } };
}

/** Nobody sees what a function of elsewhere makes of an answer. */
function lackOf(gives: GivenBack): Lack {
  if (gives.form === 'nothing') return 'nothing';
  return gives.form === 'other' && gives.isUnseen === true ? 'answer' : 'shape';
}

function answerOf(gives: GivenBack): AnswerLayout | undefined {
  if (gives.form === 'other' || gives.form === 'nothing' || gives.form === 'response') return undefined;
  if (!('at' in gives)) return gives.form;
  return gives.form === 'envelope' ? { envelope: gives.at } : { result: gives.at };
}

/** The option that finds a value at each call. */
function written(source: Source, reading: LayoutReading, step: FunctionRun): string | undefined {
  if ('place' in source) return place(source.place, reading, step);
  if ('node' in source) return `() => ${oneLine(source.node.getText())}${source.more ?? ''}`;
  if ('text' in source) return `() => ${source.text}`;
  return `() => ${literal(source.fixed)}`;
}

/** An id may be written out, or asked for where it stands. */
function idOf(
  source: Source | 'hidden' | undefined,
  type: 'string' | 'number',
  reading: LayoutReading,
  step: FunctionRun,
): string | undefined {
  if (source === undefined || source === 'hidden') return undefined;
  if ('place' in source) {
    if (source.isAsked) return undefined;
    return `{ place: ${/^\d+$/.test(source.place) ? source.place : `'${source.place}'`} }`;
  }
  if ('fixed' in source) return literal(type === 'number' ? Number(source.fixed) : String(source.fixed));
  return written(source, reading, step);
}

/** `0`, `'2.domain'`; what stands in `this` is looked for in the arguments first, unless it says so. */
function place(given: string, reading: LayoutReading, step: FunctionRun): string {
  if (/^\d+$/.test(given)) return given;
  const path = given.replace(/^this\./, '');
  return `'${given !== path && isSafe(path, reading, step) ? path : given}'`;
}

/** Nothing that is handed over can hold a field of that name. */
function isSafe(path: string, { method, params }: LayoutReading, { given }: FunctionRun): boolean {
  if (typeof method !== 'number' || typeof params !== 'number' || /^auth\b/i.test(path)) return false;
  return given.every(
    (value, at) =>
      at === method || at === params || /^(?:literal|text|external|function|native|method)$/.test(value.kind),
  );
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replace(/[\\']/g, '\\$&')}'`;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
