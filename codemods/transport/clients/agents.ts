import type { ts } from 'ts-morph';
import { propertyKey } from '../../source/literalValue';
import { isChangedClient } from '../changes/otherValues';
import { AGENT_SENDS, PLAIN_AGENTS } from '../changes/sharedChanges';
import type { ReadingEngine, Value } from '../types';
import { alternatives, UNKNOWN } from '../values/Value';

/** What an agent, dispatcher or pool among the options of a client does with a request; one that is not seen may send another. */
export function lookAtAgents(agent: Value | undefined, node: ts.Node, engine: ReadingEngine): void {
  if (agent && !alternatives(agent).every((one) => isPlain(one, node, engine))) engine.trace.isChanged = true;
}

const METHODS = ['dispatch', 'request', 'addRequest', 'createConnection', 'createSocket'];

function isPlain(value: Value, node: ts.Node, engine: ReadingEngine, depth = 4): boolean {
  if (depth === 0) return false;
  const inner = (one: Value) => alternatives(one).every((each) => isPlain(each, node, engine, depth - 1));
  switch (value.kind) {
    case 'literal':
      return true;
    case 'external':
      return /^(?:https?|undici)$/.test(value.module);
    case 'made':
      return isAgent(value.what) && !METHODS.some((name) => isChangedClient(value, name, node, engine));
    case 'object':
      // Of got one for each protocol.
      return value.others.length + value.spreads.length === 0 && [...value.fields.values()].every(inner);
    case 'instance':
      return !value.of.node.members.some((one) => one.name && AGENT_SENDS.test(propertyKey(one.name) ?? ''));
    case 'function':
      return inner(engine.call(value, [UNKNOWN], node));
    case 'unknown':
      // Of one function by itself: who calls it says which one it is.
      return engine.marks !== undefined && value.origin !== undefined;
    default:
      return false;
  }
}

/** `undici.Agent`, `https.Agent`, `https-proxy-agent.HttpsProxyAgent`, `tunnel.httpsOverHttp`; also a package that is one class. */
export function isAgent(what: string): boolean {
  const [, module = '', name = ''] = /^([^.]*)(?:\.(?:default\.)?(?:\w+\.)?(\w+))?$/.exec(what) ?? [];
  if (module === 'undici') return UNDICI.test(name);
  return PLAIN_AGENTS.test(module) && (!/^https?$/.test(module) || name === 'Agent');
}

const UNDICI =
  /^(?:Agent|ProxyAgent|EnvHttpProxyAgent|RetryAgent|Socks5ProxyAgent|Pool|BalancedPool|RoundRobinPool|Client)$/;
