import type { Kind } from '../Kind';
import { apart } from './apart';
import { batches, clientIds, failures, injected, instances, posters } from './between';
import { callers } from './callers';
import { changed } from './changed';
import { circles } from './circles';
import { axiosDefaults, bents, needles, ofetchClients, phins, superagents, undiciClients } from './clients';
import { foreign, lentOut } from './foreign';
import { madeByPackages, queuesOfPackages, skipped } from './handed';
import { emitters } from './heard';
import { hoisting } from './hoisting';
import { callbacks, returnsOwn, texts } from './kept';
import { keyed } from './keyed';
import { lists } from './lists';
import { lookalikes } from './lookalikes';
import { constructors, curried } from './made';
import { modules } from './modules';
import { n8n } from './n8n';
import { actions, behind, tablesOfNames } from './named';
import { namespaces } from './namespaces';
import { ports } from './nest';
import { packagesWithin } from './packages';
import { placed } from './placed';
import { portal } from './portal';
import { queues } from './queues';
import { ownInstances, renamed, stillNamed } from './renamed';
import { sdk } from './sdk';
import { singletons } from './singletons';
import { statuses } from './statuses';
import { taken } from './taken';
import { transports } from './transports';

export const KINDS: Readonly<Record<string, Kind>> = {
  curried,
  madeByPackages,
  queuesOfPackages,
  skipped,
  emitters,
  tablesOfNames,
  actions,
  behind,
  namespaces,
  keyed,
  constructors,
  callers,
  hoisting,
  portal,
  transports,
  batches,
  injected,
  failures,
  posters,
  instances,
  clientIds,
  queues,
  renamed,
  stillNamed,
  ownInstances,
  modules,
  packagesWithin,
  placed,
  n8n,
  ports,
  sdk,
  lists,
  lookalikes,
  apart,
  singletons,
  foreign,
  lentOut,
  taken,
  changed,
  circles,
  returnsOwn,
  callbacks,
  texts,
  ofetchClients,
  superagents,
  undiciClients,
  bents,
  needles,
  phins,
  axiosDefaults,
  statuses,
};
