import type { MethodEntry, MethodSpec, ParamEntry, ParamSpec } from './entry';
import { lossesOf, methodsOf } from './routes';
import { answerRule } from './rules';

/** An entry of the map with all that follows from what was written of it. */
export function completeEntry({ route, computed, params, ...written }: MethodSpec): MethodEntry {
  const { full } = answerRule(written.answer);
  return {
    ...written,
    v2: methodsOf(route),
    params: completeAll(params),
    route: route.of,
    computed: computed ?? [],
    conditional: [...lossesOf(route), ...(computed ?? []).map(([loss]) => loss), ...(full ? [full.loss] : [])],
  };
}

function completeAll(params: Readonly<Record<string, ParamSpec>>): Readonly<Record<string, ParamEntry>> {
  const entries = Object.entries(params).map(([name, { fields, targets, ...param }]): [string, ParamEntry] => [
    name,
    {
      ...param,
      ...(targets ? { targets: targets.map((target) => ({ ...target, path: target.to.split('.') })) } : {}),
      ...(fields ? { fields: completeAll(fields) } : {}),
    },
  ]);
  return Object.fromEntries(entries);
}
