import type { Layout } from './Layout';

/** `{ method: 2, params: 3, … }`; what is not known is left to be filled in. */
export function layoutText(layout: Partial<Layout>, quote: "'" | '"', isHeld = false): string {
  const { method, params, portal, answer, callback, encoding, clientId, botId } = layout;
  const place = (value: number | string) => (typeof value === 'number' ? String(value) : `'${value}'`);
  const parts = [
    `method: ${method === undefined ? '…' : place(method)}`,
    `params: ${params === undefined ? '…' : place(params)}`,
    ...(portal === undefined ? [] : [`portal: ${portal}`]),
    `answer: ${answer === undefined ? '…' : answerText(answer)}`,
    ...(callback === undefined
      ? []
      : typeof callback === 'object'
        ? [`callback: { success: ${place(callback.success)}, error: ${place(callback.error)} }`]
        : [`callback: ${place(callback)}`]),
    `encoding: ${encoding === undefined ? '…' : `'${encoding}'`}`,
    ...(clientId === undefined ? [] : [`clientId: ${clientId}`]),
    ...(botId === undefined ? [] : [`botId: ${botId}`]),
    ...(isHeld ? ["mode: 'v1'"] : []),
  ];
  const text = `{ ${parts.join(', ')} }`;
  return quote === "'" ? text : text.replace(/'((?:[^'\\"]|\\.)*)'/g, '"$1"');
}

function answerText(answer: Layout['answer']): string {
  if (typeof answer === 'string') return `'${answer}'`;
  return 'envelope' in answer ? `{ envelope: '${answer.envelope}' }` : `{ result: '${answer.result}' }`;
}

const ANSWERS = {
  envelope: 'it answers the envelope { result, … }',
  result: 'it answers the result itself',
  axios: 'it answers the axios response',
  callback: 'it answers through a callback',
} as const;

/** The options, for people. */
export function layoutWords(layout: Layout): string {
  const { method, params, portal, answer, encoding, clientId, botId } = layout;
  const place = (value: number | string) => (typeof value === 'number' ? `argument ${value}` : value);
  const portalText =
    portal === undefined
      ? 'nothing tells portals apart, so nothing is looked up'
      : `the portal is ${placeWords(portal)}`;
  const answerWords =
    typeof answer === 'string'
      ? ANSWERS[answer]
      : 'envelope' in answer
        ? `it answers the envelope under ${answer.envelope}`
        : `it answers the result under ${answer.result}`;
  const ids = [
    ...(clientId === undefined ? [] : [`; it adds ${idWords('CLIENT_ID', clientId)}`]),
    ...(botId === undefined ? [] : [`; it adds ${idWords('BOT_ID', botId)}`]),
  ];
  return `the method is ${place(method)}, the parameters ${place(params)}, ${portalText}; ${answerWords} and sends ${encoding === 'json' ? 'JSON' : 'a form'}${ids.join('')}`;
}

function placeWords(source: string): string {
  return /^\d+$/.test(source) ? `argument ${source}` : source;
}

/** Ids may be secrets: one that is written out is not repeated. */
function idWords(name: string, source: string): string {
  const isWritten = /^['"\d]/.test(source);
  const at = /^\{ place: (.*) \}$/.exec(source)?.[1]?.replaceAll("'", '');
  if (isWritten) return `a ${name} that is written out in it`;
  return `the ${name} ${at === undefined ? source.replace(/^\(\) => /, '') : placeWords(at)}`;
}
