import type { ts } from 'ts-morph';
import { EVENT_FIELDS_WITHOUT_V2 } from '../../src/map/events';
import type { ReasonId } from '../reasons';
import { isV1Event } from './eventField';
import type { Handler } from './findHandlers';

/** Does the handler read a field that v2 cannot give, adapter or not? Its name in the file is enough to say so: handlers hand PARAMS on. */
export function lostFields({ sites }: Handler, tree: ts.SourceFile): ReasonId[] {
  const words = new Set(tree.text.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []);
  const isRead = sites.some(
    ({ method }) =>
      isV1Event(method) &&
      EVENT_FIELDS_WITHOUT_V2[method].some((path) => !COMMON.has(path) && words.has(path.slice('PARAMS.'.length))),
  );
  return isRead ? ['event-field-lost'] : [];
}

/** Also the name of a field that v2 does give, under another owner or event. */
const COMMON: ReadonlySet<string> = new Set(['PARAMS.MESSAGE', 'PARAMS.COMMAND_CONTEXT']);
