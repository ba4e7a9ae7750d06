import type { MethodCall, MethodTable } from '../call';
import { Failure } from '../failure';
import { read } from '../read';

/** What an application, or a webhook, asks about itself. */
export const aboutApplication: MethodTable = {
  'app.info': info,
  scope: ({ caller }) => caller.scope.split(','),
  'server.time': ({ state }) => new Date(state.now()).toISOString(),
};

function info({ caller }: MethodCall): unknown {
  if (!caller.application) throw new Failure('ACCESS_DENIED', 'Access denied! Application context required');
  return {
    ID: 1,
    CODE: caller.application.code,
    VERSION: 1,
    STATUS: 'L',
    INSTALLED: true,
    PAYMENT_EXPIRED: 'N',
    DAYS: null,
    LANGUAGE_ID: 'en',
    LICENSE: 'en_basic',
    LICENSE_TYPE: 'basic',
    LICENSE_FAMILY: 'basic',
  };
}

/** `methods` and `method.get`: they need the table of all methods, which contains them. */
export function aboutMethods(all: () => Iterable<{ name: string; scope: string }>): MethodTable {
  return {
    methods: ({ caller, params }) => {
      const isFull = read.flag(params.full, false);
      const wanted = typeof params.scope === 'string' ? params.scope || 'basic' : undefined;
      return [...all()]
        .filter(({ scope }) => isFull || scope === 'basic' || caller.scope.split(',').includes(scope))
        .filter(({ scope }) => wanted === undefined || scope === wanted)
        .map(({ name }) => name);
    },
    'method.get': ({ caller, params }) => {
      const name = read.text(params.name).toLowerCase();
      const found = [...all()].find((one) => one.name.toLowerCase() === name);
      const isAvailable =
        found !== undefined && (found.scope === 'basic' || caller.scope.split(',').includes(found.scope));
      return { isExisting: found !== undefined, isAvailable };
    },
  };
}
