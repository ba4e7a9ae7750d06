import type { ts } from 'ts-morph';
import type { ValueRule } from '../../src/map/rules';
import { attachSource } from './attachSource';
import { idsSource } from './idsSource';
import { isPure } from './isPure';
import { keyboardSource } from './keyboardSource';
import { languageSource } from './languageSource';
import type { SourceRule, SourceWriter } from './SourceRule';
import { staticType } from './staticType';
import { textOf } from './textOf';
import { Unprovable } from './Unprovable';
import type { ValueHelper } from './valueHelpers';

/** The second reading of every value rule: source instead of a value. A rule without source does not compile. */
export const VALUE_SOURCES: Readonly<Record<ValueRule, SourceRule>> = {
  text: scalarText,
  string: scalarText,
  id: idSource,
  ids: idsSource,
  oneId: (node, writer) => `[${idSource(node, writer)}]`,
  dialog: (node, writer) => {
    const text = textOf(node, writer.tree);
    return staticType(node, writer.tree) === 'string' ? text : `String(${text})`;
  },
  chatDialog: (node, { tree }) => `\`chat\${${textOf(node, tree)}}\``,
  yesNo: yesNoSource,
  yesNoAnyCase: called('yesNoAnyCase'),
  unlessNo: called('unlessNo'),
  unlessNoText: called('unlessNoText'),
  attach: attachSource,
  keyboard: keyboardSource('keyboard'),
  keyboardUpdate: keyboardSource('keyboardUpdate'),
  colour: called('colour'),
  languageTitles: languageSource('languageTitles', 'TITLE'),
  languageParams: languageSource('languageParams', 'PARAMS'),
  botType: called('botType'),
  openType: called('openType'),
  command: called('command'),
  asIs: (node, { tree }) => textOf(node, tree),
};

/** Text is passed on as it is; what is certainly no text becomes text. */
function scalarText(node: ts.Expression, { tree, helper }: SourceWriter): string {
  const text = textOf(node, tree);
  const type = staticType(node, tree);
  if (type === 'number') return `String(${text})`;
  return type === 'boolean' ? `${helper('string')}(${text})` : text;
}

function idSource(node: ts.Expression, { tree, optional }: SourceWriter): string {
  const text = textOf(node, tree);
  if (staticType(node, tree) === 'number') return text;
  if (!optional || staticType(node, tree) === 'string') return `Number(${text})`;
  if (!isPure(node)) throw new Unprovable('unproven-value');
  return `${text} == null ? undefined : Number(${text})`;
}

/** What is boolean already stays: only `true` switches a flag on. */
function yesNoSource(node: ts.Expression, { tree, helper }: SourceWriter): string {
  const text = textOf(node, tree);
  return staticType(node, tree) === 'boolean' ? text : `${helper('yesNo')}(${text})`;
}

function called(name: ValueHelper): SourceRule {
  return (node, { tree, helper }) => `${helper(name)}(${textOf(node, tree)})`;
}
