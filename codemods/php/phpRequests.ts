import type { PhpNode } from './loadPhp';
import type { createPhpCallees } from './phpCallees';
import { ownTargets } from './phpClasses';
import type { createPhpHeads, PhpHead } from './phpHeads';
import { calleeName, childOf, childrenOf, lastName, type PhpFunction, type PhpProgram } from './phpProgram';
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
  calleeOf: ReturnType<typeof createPhpCallees>,
): PhpRequest[] {
  const requests: PhpRequest[] = [];
  const add = (node: PhpNode, heads: readonly PhpHead[]) => {
    const within = program.where.get(node)?.within;
    requests.push({ node, heads, ...(within ? { within } : {}) });
  };
  for (const [key, puts] of program.keys)
    if (key === 'CURLOPT_URL') for (const { value, target } of puts) if (value) add(target, headsOf(value));
  for (const node of program.where.keys()) {
    if (node.kind === 'encapsed' && node['type'] === 'shell' && /curl|wget|http|^\ufffc/i.test(textOf(node)))
      add(node, unseen(node));
    const code = node.kind === 'eval' ? childOf(node, 'source') : undefined;
    if (code && /curl|file_get|http|imbot|\ufffc/i.test(textOf(code))) add(node, unseen(node));
    if (node.kind !== 'entry') continue;
    const key = childOf(node, 'key');
    const value = childOf(node, 'value');
    const isUrl =
      key?.kind === 'number'
        ? String(key['value']) === '10002'
        : lastName(key) === 'CURLOPT_URL' && key?.kind === 'name';
    if (value && isUrl) add(node, headsOf(value));
  }
  const isAnyByName = [...program.texts, ...program.handed].some((one) => BY_NAME.test(one));
  for (const call of program.allCalls) {
    const what = childOf(call, 'what');
    const given = childrenOf(call, 'arguments');
    const name = calleeName(program, call);
    // Whoever runs it by its name may ask anything.
    const isByName = given.some((one) => one.kind === 'string' && BY_NAME.test(String(one['value'])));
    // A callable is followed at a cost: only where what it is given, or what is named as a text, may ask a server.
    if (what?.kind === 'variable' && !isAnyByName && !given.some(isPerhapsAsked)) continue;
    const callee = calleeOf(call);
    if (callee) {
      const [first] = callee.given;
      if (first && callee.names.some((one) => ASKS.test(one))) add(call, headsOf(first));
      else if (callee.names.some((one) => ASKS.test(one) || SENDS_IT.test(one))) add(call, unseen(call));
      else if (callee.isUnknown && callee.given.some(isPerhapsAddress)) add(call, unseen(call));
      continue;
    }
    if (isByName && !GUARDS.test(name)) {
      add(call, unseen(call));
      continue;
    }
    if (given[0]?.kind === 'variadicplaceholder') continue;
    if (what?.kind === 'name' && call.kind === 'call') {
      const [first] = given;
      const url = /^curl_setopt$/i.test(name) && isUrlOption(given[1]) ? given[2] : ASKS.test(name) ? first : undefined;
      if (url && ownTargets(program, call).length === 0) {
        const heads = headsOf(url);
        // Files are read so too.
        const isFile =
          FILES.test(name) &&
          given.length < 3 &&
          !textOf(url).includes('?') &&
          !/url|uri|hook|endpoint|query|address|portal|rest|api/i.test(sourceOf(program, url));
        add(call, isFile ? heads.filter(({ kind }) => kind !== 'unknown') : heads);
      }
      if (SHELL.test(name) && first && /curl|wget|http|^\ufffc/i.test(textOf(first))) add(call, unseen(call));
      continue;
    }
    if (ownTargets(program, call).length > 0) continue;
    const [opened] = given;
    // `new Request('POST', $url)` is sent by a client of others.
    const [asked] = OPENS.test(name) ? [opened] : /Request$/.test(name) ? [given[1]] : [];
    if (call.kind === 'new' && asked) {
      const heads = headsOf(asked);
      const found = heads.filter(({ kind }) => kind !== 'unknown' || isPerhapsAddress(asked));
      if (found.some(({ kind }) => kind !== 'local')) add(call, found);
    }
    if (call.kind === 'new' || !what || !/lookup$/.test(what.kind)) continue;
    const of = childOf(what, 'what');
    // It has its define, which is asked for where it is called.
    if (of?.kind === 'name' && /crest/i.test(lastName(of))) continue;
    const client = clientHeads(of);
    const url = /^(?:request|requestAsync|createRequest)$/i.test(name)
      ? given[1]
      : METHODS.test(name)
        ? given[0]
        : undefined;
    const heads = url ? headsOf(url) : [];
    const written = heads.filter(({ kind }) => kind === 'written');
    if (written.length > 0) add(call, heads);
    else if (client.some(({ kind }) => kind === 'written')) add(call, client);
    else if (
      CALLS.test(name) ||
      (url && /^request/i.test(name)) ||
      (url && heads.some(({ kind }) => kind === 'unknown') && isAddressLike(sourceOf(program, url), textOf(url)))
    )
      add(call, unseen(call));
  }
  return requests;

  function isPerhapsAsked(node: PhpNode): boolean {
    const isText = node.kind === 'encapsed' || node.kind === 'bin' || node.kind === 'string';
    return isText || /ur[il]|hook|endpoint|portal|rest/i.test(sourceOf(program, node));
  }

  /** May it be where a portal is? A text that begins with one that only the run knows is taken for it. */
  function isPerhapsAddress(node: PhpNode): boolean {
    const source = sourceOf(program, node);
    if (isAddressLike(source, textOf(node)) || /ur[il]\b|hook|endpoint|portal/i.test(source)) return true;
    const isJoined = node.kind === 'encapsed' || (node.kind === 'bin' && node['type'] === '.');
    return isJoined && headsOf(node).some(({ kind }) => kind === 'unknown');
  }

  /** Also by its number, and by a name put together: `constant('CURLOPT_' . $name)`. */
  function isUrlOption(option: PhpNode | undefined): boolean {
    if (!option || option.kind === 'name') return lastName(option) === 'CURLOPT_URL';
    return valuesOf(option).some(({ node }) =>
      node.kind === 'call' ? calleeName(program, node) === 'constant' : String(node['value']) === '10002',
    );
  }

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
  function chainHeads(call: PhpNode, seen: ReadonlySet<PhpNode> = new Set()): PhpHead[] {
    const own = givenHeads(call);
    const what = childOf(call, 'what');
    // What a function of the files gives back.
    const given = ownTargets(program, call).length > 0 && call.kind === 'call' && !seen.has(call) ? valuesOf(call) : [];
    const back = given.flatMap(({ node }) =>
      node.kind === 'call' || node.kind === 'new' ? chainHeads(node, new Set([...seen, call])) : [],
    );
    if (back.length > 0) return [...own, ...back];
    let at = what ? childOf(what, 'what') : undefined;
    while (at && /lookup$/.test(at.kind)) at = childOf(at, 'what');
    if (at?.kind === 'call' || at?.kind === 'new') return [...own, ...chainHeads(at, seen)];
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

function unseen(node: PhpNode): PhpHead[] {
  return [{ kind: 'unseen', node, trail: [] }];
}

function sourceOf({ where }: PhpProgram, node: PhpNode): string {
  const { loc } = node;
  return loc ? (where.get(node)?.file.text.slice(loc.start.offset, loc.end.offset) ?? '') : '';
}

function isAddressLike(source: string, text: string): boolean {
  return /\/rest\b|imbot|\.json/.test(text) || /client_endpoint|\$url\b|webhook/i.test(source);
}

/** Functions of PHP and WordPress that are given an address, or a host, and ask it. */
const SERVERS =
  'file_get_contents|fopen|readfile|get_headers|simplexml_load_file|wp_(?:safe_)?remote_\\w+|fsockopen|pfsockopen|stream_socket_client';
const SHELLS = 'exec|shell_exec|system|passthru|popen|proc_open';

/** Names of functions that ask servers, as texts. */
const BY_NAME = new RegExp(`^\\\\?(?:curl_(?:init|exec|setopt|setopt_array)|${SERVERS})$`, 'i');
const GUARDS =
  /^(?:function_exists|is_callable|in_array|define|defined|ini_get|(?:str|strpos|stripos|assert|expect|log|error|warning|info|debug)\w*|error_log|trigger_error|\w*(?:Exception|Error))$/i;
const SENDS_IT = new RegExp(`^(?:curl_setopt(?:_array)?|curl_exec|${SHELLS})$`, 'i');
const OPENS = /^(?:SplFileObject|SoapClient|HttpRequest)$/i;

const FILES = /^(?:file_get_contents|fopen|file|readfile|copy)$/i;
const ASKS = new RegExp(`^(?:curl_init|file|copy|drupal_http_request|${SERVERS})$`, 'i');
const SHELL = new RegExp(`^(?:${SHELLS})$`, 'i');
const METHODS = /^(?:get|post|put|patch|send|postJson|getJson|fetch|query|curl|setUrl|open|download|execute)$/i;
/** What SDKs of the vendor and of others call it. */
const CALLS = /^(?:call|callBatch|callMethod|batch|addBatchCall|callapi|restCall)$/i;
