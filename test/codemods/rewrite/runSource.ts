import * as values from '../../../src/values/index';
import type { Case } from './caseOf';

export interface Ran {
  readonly sent: { readonly method: string; readonly params: unknown }[];
  readonly value: unknown;
}

const IMPORT = /import \{([^}]*)\} from ['"]imbot-compat\/values['"];?/;

/** Runs the `run` function of a source against a transport that records and answers the envelope or the bare result. */
export async function runSource(source: string, one: Case, answers: Readonly<Record<string, unknown>>): Promise<Ran> {
  const sent: { method: string; params: unknown }[] = [];
  const call = async (method: string, params: unknown): Promise<unknown> => {
    sent.push({ method, params: JSON.parse(JSON.stringify(params ?? null)) });
    const result = answers[method];
    return one.answer === 'envelope' ? { result, time: {} } : result;
  };
  const code = source
    .replace('export {};', '')
    .replace(IMPORT, (_whole, names: string) => `const {${names.replaceAll(' as ', ': ')}} = values;`);
  const names = Object.keys(one.variables);
  const build = new Function('values', 'call', ...names, `${code}\nreturn run(${names.join(', ')});`);
  const value = await build(values, call, ...names.map((name) => one.variables[name]));
  return { sent, value };
}
