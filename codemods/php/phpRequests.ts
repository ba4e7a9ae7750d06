import type { PhpNode } from './loadPhp';
import { ownTargets } from './phpClasses';
import type { createPhpHeads, PhpHead } from './phpHeads';
import { childOf, childrenOf, lastName, type PhpFunction, type PhpProgram } from './phpProgram';
import type { createPhpValues } from './phpValues';

/** A place that asks a server, and where it asks. */
export interface PhpRequest {
  readonly node: PhpNode;
  readonly within?: PhpFunction;
  readonly heads: readonly PhpHead[];
}

/** All places of the files that ask servers: cURL, streams, WordPress, and clients that are made with an address. */
export function phpRequests(
  program: PhpProgram,
  { headsOf, textOf }: ReturnType<typeof createPhpHeads>,
  valuesOf: ReturnType<typeof createPhpValues>,
): PhpRequest[] {
  const requests: PhpRequest[] = [];
  const add = (node: PhpNode, heads: readonly PhpHead[]) => {
    const within = program.where.get(node)?.within;
    requests.push({ node, heads, ...(within ? { within } : {}) });
  };
  for (const [key, puts] of program.keys)
    if (key === 'CURLOPT_URL') for (const { value, target } of puts) if (value) add(target, headsOf(value));
  for (const node of program.where.keys()) {
    if (node.kind !== 'entry') continue;
    const key = childOf(node, 'key');
    const value = childOf(node, 'value');
    const isUrl = key?.kind === 'name' && lastName(key) === 'CURLOPT_URL';
    if (value && isUrl) add(node, headsOf(value));
  }
  for (const call of program.allCalls) {
    const what = childOf(call, 'what');
    const given = childrenOf(call, 'arguments');
    const name = lastName(what);
    if (what?.kind === 'name' && call.kind === 'call') {
      const [first] = given;
      const url =
        /^curl_setopt$/i.test(name) && lastName(given[1]) === 'CURLOPT_URL'
          ? given[2]
          : ASKS.test(name)
            ? first
            : undefined;
      if (url && ownTargets(program, call).length === 0) {
        const heads = headsOf(url);
        // Files are read so too.
        const isFile =
          FILES.test(name) && !/url|uri|hook|endpoint|query|address|portal|rest|api/i.test(sourceOf(program, url));
        add(call, isFile ? heads.filter(({ kind }) => kind !== 'unknown') : heads);
      }
      if (SHELL.test(name) && first && /curl|wget|http|^\ufffc/i.test(textOf(first)))
        add(call, [{ kind: 'unseen', node: call, trail: [] }]);
      continue;
    }
    if (ownTargets(program, call).length > 0) continue;
    if (call.kind === 'new' || !what || !/lookup$/.test(what.kind)) continue;
    const of = childOf(what, 'what');
    // It has its define, which is asked for where it is called.
    if (of?.kind === 'name' && /crest/i.test(lastName(of))) continue;
    const client = clientHeads(of);
    const url = /^(?:request|requestAsync)$/i.test(name) ? given[1] : METHODS.test(name) ? given[0] : undefined;
    const heads = url ? headsOf(url) : [];
    const written = heads.filter(({ kind }) => kind === 'written');
    if (written.length > 0) add(call, heads);
    else if (client.some(({ kind }) => kind === 'written')) add(call, client);
    else if (
      CALLS.test(name) ||
      (url && /^request/i.test(name)) ||
      (url && heads.some(({ kind }) => kind === 'unknown') && isAddressLike(sourceOf(program, url), textOf(url)))
    )
      add(call, [{ kind: 'unseen', node: call, trail: [] }]);
  }
  return requests;

  /** The addresses that the object was made with on which a method is called: `new Client(['base_uri' => …])->post(…)`. */
  function clientHeads(given: PhpNode | undefined): PhpHead[] {
    let of = given;
    // `$sdk->core`, which nothing in the files is put under.
    while (of && /propertylookup$/.test(of.kind) && !program.properties.has(lastName(of))) of = childOf(of, 'what');
    if (!of) return [];
    if (of.kind === 'name') return siblingsOf(of).flatMap(givenHeads);
    const values = valuesOf(of);
    const made = values.flatMap((value): PhpHead[] => {
      if (!value.isKnown) return [{ kind: 'unknown', node: value.node, trail: value.trail }];
      if (value.node.kind !== 'new' && value.node.kind !== 'call') return [];
      const heads = chainHeads(value.node);
      return heads.length > 0 ? heads : [{ kind: 'unknown', node: value.node, trail: value.trail }];
    });
    if (made.some(({ kind }) => kind === 'written') && made.every(({ kind }) => kind === 'written')) return made;
    const told = siblingsOf(of).flatMap(givenHeads);
    return told.length > 0 ? [...told, ...made.filter(({ kind }) => kind === 'written')] : made;
  }

  /** Of `Factory::make(…)->from(…)`: what is given to any of it. */
  function chainHeads(call: PhpNode): PhpHead[] {
    const own = givenHeads(call);
    const what = childOf(call, 'what');
    let at = what ? childOf(what, 'what') : undefined;
    while (at && /lookup$/.test(at.kind)) at = childOf(at, 'what');
    if (at?.kind === 'call' || at?.kind === 'new') return [...own, ...chainHeads(at)];
    if (at?.kind === 'variable' && lastName(at) !== 'this')
      return [
        ...own,
        ...valuesOf(at).flatMap(({ node }) => (node.kind === 'call' || node.kind === 'new' ? chainHeads(node) : [])),
      ];
    return own;
  }

  /** Addresses among the arguments, also in arrays and in objects made there; unknown ones are not seen. */
  function givenHeads(call: PhpNode): PhpHead[] {
    const heads: PhpHead[] = [];
    const open = childrenOf(call, 'arguments');
    for (let depth = 0, node = open.pop(); node && depth < 200; depth += 1, node = open.pop()) {
      if (node.kind === 'namedargument' || node.kind === 'entry')
        open.push(...[childOf(node, 'value')].flatMap((one) => one ?? []));
      else if (node.kind === 'array') open.push(...childrenOf(node, 'items'));
      else {
        const values = valuesOf(node);
        for (const value of values) {
          if (value.isKnown && value.node.kind === 'array' && value.node !== node) open.push(value.node);
          else if (value.isKnown && (value.node.kind === 'new' || value.node.kind === 'call'))
            heads.push(...chainHeads(value.node));
        }
        const found = headsOf(node);
        if (found.some(({ kind }) => kind === 'written')) heads.push(...found);
      }
    }
    return heads;
  }

  /** Other calls on the same variable, property or class: `$client->setWebhook(…)`. */
  function siblingsOf(of: PhpNode): PhpNode[] {
    const name = lastName(of);
    if (name === '' || name === 'this') return [];
    return program.allCalls.filter((call) => {
      const what = childOf(call, 'what');
      const its = what && call.kind === 'call' ? childOf(what, 'what') : undefined;
      return its?.kind === of.kind && lastName(its) === name;
    });
  }
}

function sourceOf({ where }: PhpProgram, node: PhpNode): string {
  const { loc } = node;
  return loc ? (where.get(node)?.file.text.slice(loc.start.offset, loc.end.offset) ?? '') : '';
}

function isAddressLike(source: string, text: string): boolean {
  return /\/rest\b|imbot|\.json/.test(text) || /client_endpoint|\$url\b|webhook/i.test(source);
}

const FILES = /^(?:file_get_contents|fopen|file|readfile|copy)$/i;
const ASKS =
  /^(?:curl_init|file_get_contents|fopen|file|readfile|copy|get_headers|simplexml_load_file|wp_(?:safe_)?remote_\w+|drupal_http_request|fsockopen|pfsockopen|stream_socket_client)$/i;
const SHELL = /^(?:exec|shell_exec|system|passthru|popen|proc_open)$/i;
const METHODS = /^(?:get|post|put|patch|send|postJson|getJson|fetch|query|curl|setUrl|open|download|execute)$/i;
/** What SDKs of the vendor and of others call it. */
const CALLS = /^(?:call|callBatch|callMethod|batch|addBatchCall|callapi|restCall)$/i;
