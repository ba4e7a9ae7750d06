import type { ts } from 'ts-morph';
import type { ParamEntry } from '../../src/map/entry';
import { isV1Param } from '../../src/map/imbotName';
import { METHODS } from '../../src/map/index';
import { syntax } from '../files/sourceFile';
import type { ReasonId } from '../report/reasons';
import { bare, propertyName } from './callShape';

/** What is wrong with the parameters of a v2 call: v1 names, names that v2 does not know, values in another form. */
export function liveMistakes(method: string, params: ts.Expression | undefined): ReasonId[] {
  const { isObjectLiteralExpression } = syntax();
  const object = params && bare(params);
  if (!object || !isObjectLiteralExpression(object)) return [];
  const found: ReasonId[] = [];
  if (object.properties.some((property) => isV1Param(propertyName(property)))) found.push('v1-keys-in-v2');
  const rules = v2Rules(method);
  visit(object, '', (path, property) => {
    if (rules.wrongKeys.has(path)) found.push('wrong-v2-key');
    if (rules.maps.has(path) && isText(property)) found.push('wrong-v2-value');
  });
  return [...new Set(found)];
}

interface V2Rules {
  /** Paths that look like a v1 name in v2 spelling, where v2 calls it otherwise; with the right name. */
  readonly wrongKeys: ReadonlyMap<string, string>;
  /** Paths whose value is a map by language. */
  readonly maps: ReadonlySet<string>;
}

const known = new Map<string, V2Rules>();

function v2Rules(method: string): V2Rules {
  const cached = known.get(method);
  if (cached) return cached;
  const right = new Set<string>();
  const wrongKeys = new Map<string, string>();
  const maps = new Set<string>();
  const collect = (params: Readonly<Record<string, ParamEntry>>) => {
    for (const [name, entry] of Object.entries(params)) {
      if (entry.fields) collect(entry.fields);
      for (const { to, rule } of entry.targets ?? []) {
        right.add(to);
        const parent = to.slice(0, to.lastIndexOf('.') + 1);
        wrongKeys.set(parent + camel(name), to);
        if (rule === 'languageTitles' || rule === 'languageParams') maps.add(to);
      }
    }
  };
  for (const entry of METHODS) if (entry.v2.includes(method)) collect(entry.params);
  for (const path of right) wrongKeys.delete(path);
  const rules = { wrongKeys, maps };
  known.set(method, rules);
  return rules;
}

/** The right path for a wrong one: `fields.properties.personalPhoto` is `fields.properties.avatar`. */
export function rightKey(method: string, path: string): string | undefined {
  return v2Rules(method).wrongKeys.get(path);
}

function camel(name: string): string {
  return name.toLowerCase().replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function visit(
  object: ts.ObjectLiteralExpression,
  prefix: string,
  each: (path: string, property: ts.ObjectLiteralElementLike) => void,
): void {
  const { isObjectLiteralExpression, isPropertyAssignment } = syntax();
  for (const property of object.properties) {
    const path = prefix + propertyName(property);
    each(path, property);
    const value = isPropertyAssignment(property) ? bare(property.initializer) : undefined;
    if (value && isObjectLiteralExpression(value)) visit(value, `${path}.`, each);
  }
}

function isText(property: ts.ObjectLiteralElementLike): boolean {
  const { isPropertyAssignment, isStringLiteralLike, isTemplateExpression } = syntax();
  if (!isPropertyAssignment(property)) return false;
  const value = bare(property.initializer);
  return isStringLiteralLike(value) || isTemplateExpression(value);
}
