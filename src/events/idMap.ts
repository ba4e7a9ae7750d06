import { isFields } from '../values/structures';
import type { Fields, IdMap } from './types';

/**
 * A map by numeric id that also answers as a list, since body parsers made lists of small ids and old handlers read
 * `BOT[0]` or `COMMAND.forEach`. The extras are hidden: JSON, Object.keys and deep equality see ids only.
 * The id comes from inside the entry (`BOT_ID`, `COMMAND_ID`) where the parser lost the key.
 */
export function idMap(value: unknown, idField: string): IdMap<Fields> {
  const byId: Fields = {};
  for (const [key, entry] of Object.entries(typeof value === 'object' && value !== null ? value : {})) {
    const inside = isFields(entry) ? entry[idField] : undefined;
    const id = typeof inside === 'string' || typeof inside === 'number' ? String(inside) : key;
    if (/^\d+$/.test(id)) byId[id] = entry;
  }
  // Numeric keys come in ascending order, so [0] is the first that Object.keys names.
  const list = Object.values(byId).filter(isFields);
  const map: IdMap<Fields> = Object.create(Object.prototype, {
    length: hidden(list.length),
    forEach: hidden(list.forEach.bind(list)),
    map: hidden(list.map.bind(list)),
    find: hidden(list.find.bind(list)),
    [Symbol.iterator]: hidden(() => list[Symbol.iterator]()),
  });
  if (list.length > 0 && !Object.hasOwn(byId, '0')) Object.defineProperty(map, '0', hidden(list[0]));
  return Object.assign(map, Object.fromEntries(Object.entries(byId).filter(([, entry]) => isFields(entry))));
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, enumerable: false, configurable: true, writable: true };
}
