import { methodEntry, NEVER_EXISTED } from '../../src/map/index';
import { addressInCommand } from '../find/addressInCommand';
import { beginsName, isPrefix, unescaped } from '../find/beginsName';
import { calleeKind } from '../find/calleeKind';
import { HOLE, type NameFound, nameIn } from '../find/nameIn';
import type { Occurrence } from '../find/occurrences';
import type { MentionKind, Site, SiteKind, SourceText } from '../plan/site';
import type { ReasonId } from '../report/reasons';
import { isJsonValue } from '../text/jsonValue';
import type { PhpNode } from './loadPhp';
import { outermostText } from './outermostText';
import { isNode } from './parsePhp';
import { phpLosses } from './phpLosses';
import { type PhpText, readPhp } from './readPhp';

type Found = Omit<Site, 'offset' | 'line' | 'column' | 'ignored'>;

/**
 * What stands at an old name in PHP code; undefined outside of it, in HTML. Nothing in PHP is changed, so every site is one
 * for people.
 */
export function phpSite(source: SourceText, { offset, family }: Occurrence, plain: string): Found | undefined {
  const reading = readPhp(source);
  if (reading.failure !== undefined) return undefined;
  const within = ({ start, end }: { start: number; end: number }) => start <= offset && offset < end;
  const mention = (kind: MentionKind): Found => ({
    kind: 'mention',
    method: plain,
    length: plain.length,
    mention: kind,
    reasons: [],
  });
  if (reading.comments.some(within)) return mention('comment');
  const literal = outermostText(reading, offset);
  if (!literal) return reading.inline.some(within) ? undefined : mention('code');
  const index = literal.at(offset);
  if (index < 0) return mention('text');
  const spoken = spokenOf(literal);
  if (family === 'event') {
    const isWhole = literal.text === plain;
    const isAsked = spoken === undefined || spoken === 'comparison' || spoken === 'key';
    if (!isWhole || !isAsked) return mention(spoken ?? 'text');
    return { kind: 'event', method: plain, length: plain.length, reasons: ['not-javascript'] };
  }
  const { role, name } = roleIn(literal, index);
  if (!methodEntry(name) && putTogether(source, literal, index)) return dynamic(plain, literal);
  if (role === 'text' || (spoken && !isFormattedAddress(literal, role))) return mention(spoken ?? 'text');
  const reasons: ReasonId[] = ['not-javascript'];
  const isKnown = methodEntry(name) !== undefined;
  if (role === 'partial') reasons.push('dynamic-name');
  else if (!isKnown) reasons.push(NEVER_EXISTED.includes(name) ? 'never-existed' : 'unknown-method');
  const kind = role === 'partial' || isKnown ? kindOf(literal, role) : 'unknown-method';
  const { reasons: lost, params } = isKnown && role === 'name' ? phpLosses(literal, name) : { reasons: [], params: [] };
  return {
    kind,
    method: name,
    length: name.length,
    reasons: [...reasons, ...lost],
    ...(params.length > 0 ? { params } : {}),
  };
}

function roleIn(literal: PhpText, offset: number): NameFound {
  const written = literal.text.slice(0, offset);
  const before = isFormat(literal) ? written.replace(/%(?:\d+\$)?[sd]/g, HOLE) : written;
  const text = before + literal.text.slice(offset);
  const index = before.length;
  const found = nameIn(text, index);
  if (found.role !== 'text') return found;
  const after = text.slice(index + found.name.length);
  if (isJsonValue(text.slice(0, index), after)) return { ...found, role: 'name' };
  if (!isCommand(literal)) return found;
  return addressInCommand(text, index) ?? found;
}

/** Is it run by a shell? */
function isCommand({ node, around }: PhpText): boolean {
  const call = callAround(around);
  return (
    node['type'] === 'shell' ||
    (call !== undefined && /^(?:exec|shell_exec|system|passthru|popen|proc_open)$/i.test(calleeOf(call)))
  );
}

/** A name that PHP puts together of its beginning, or that is written in other case or with an escape. */
export function loosePhpSite(source: SourceText, { offset }: Occurrence): Found | undefined {
  const reading = readPhp(source);
  const literal = reading.failure === undefined ? outermostText(reading, offset) : undefined;
  const index = literal?.at(offset) ?? -1;
  if (!literal || index < 0 || !putTogether(source, literal, index)) return undefined;
  const method =
    /^imbot(?:\.[\w.]*)?/i.exec(source.text.slice(offset, offset + 100))?.[0] ?? source.text.slice(offset, offset + 5);
  return dynamic(method, literal);
}

function dynamic(method: string, literal: PhpText): Found {
  const kind = kindOf(literal, 'partial');
  return { kind, method, length: method.length, reasons: ['not-javascript', 'dynamic-name'] };
}

const FORMATS = /^(?:sprintf|vsprintf|str_replace|strtr)$/i;

function isFormat({ around }: PhpText): boolean {
  const call = callAround(around);
  return call !== undefined && FORMATS.test(calleeOf(call));
}

/** `sprintf('https://%s/rest/imbot.message.add', $domain)`, which is asked, where no log is told of it. */
function isFormattedAddress(literal: PhpText, role: string): boolean {
  const outer = callAround(literal.around.slice(1));
  return role === 'url' && isFormat(literal) && !(outer && LOGS.test(calleeOf(outer)));
}

function putTogether(source: SourceText, literal: PhpText, index: number): boolean {
  if (spokenOf(literal) && !isFormat(literal)) return false;
  const before = unescaped(literal.text.slice(0, index));
  const rest = unescaped(literal.text.slice(index));
  if (beginsName(before, rest)) return true;
  if (before !== '' || !isPrefix(rest)) return false;
  const list = literal.around.find(({ key }) => key === 'arguments');
  if (list && /^(?:implode|join)$/i.test(calleeOf(list.node))) return true;
  const [first] = literal.around;
  const named =
    first && (first.node.kind === 'constant' || first.node.kind === 'assign' || first.node.kind === 'property');
  const name = named ? nameOf(first.node) : undefined;
  return name !== undefined && new RegExp(`\\b${name}\\s*\\.\\s*['"]\\.|\\{?\\$${name}\\}?\\.`).test(source.text);
}

/** What a text is put under: `const NS = …`, `$ns = …`. */
function nameOf(node: PhpNode): string | undefined {
  const holder = node.kind === 'assign' ? node['left'] : node;
  const name = isNode(holder) ? holder['name'] : undefined;
  const text = isNode(name) ? name['name'] : name;
  return typeof text === 'string' && /^\w+$/.test(text) ? text : undefined;
}

const COMPARES = /^(?:===?|!==?|<>|<=>|and|or|xor)$/;

/** Is the name merely spoken of: compared, logged, thrown, printed, a key? */
function spokenOf({ around }: PhpText): MentionKind | undefined {
  const [first, second] = around;
  if (!first) return undefined;
  const { node, key } = first;
  if (node.kind === 'bin' && COMPARES.test(String(node['type']))) return 'comparison';
  if (node.kind === 'case' && key === 'test') return 'comparison';
  if (node.kind === 'matcharm' && key === 'conds') return 'comparison';
  if (node.kind === 'offsetlookup' && key === 'offset') return 'key';
  if (node.kind === 'entry' && key === 'key') return 'key';
  if (node.kind === 'echo' || node.kind === 'print' || node.kind === 'exit') return 'text';
  if (node.kind === 'expressionstatement') return 'text';
  const call = callAround(around);
  if (!call) return undefined;
  const callee = calleeOf(call);
  if (LOGS.test(callee)) return 'log';
  // What is put in for something else is used by the name of it.
  if (/^str_replace$/i.test(callee) && first.index === 1) return undefined;
  if (TEXTS.test(callee)) return 'text';
  if (ASKS.test(callee)) return 'comparison';
  if (call.kind === 'new' && /(?:Exception|Error)$/.test(callee)) return 'error';
  // Names that both languages use, `$logger->info`, `$this->assertSame`.
  const kind = second && (call.kind === 'call' || call.kind === 'new') ? calleeKind(callee) : undefined;
  return kind === 'log' || kind === 'error' || kind === 'mock' || kind === 'comparison' ? kind : undefined;
}

const LOGS =
  /^(?:error_log|var_dump|print_r|var_export|trigger_error|syslog|dump|dd|AddMessage2Log|writeToLog|file_put_contents|fwrite|fputs|Debug\..*|.*\.setLog|.*\.(?:log|debug|info|notice|warning|error|critical|alert|emergency))$/i;
const TEXTS =
  /^(?:printf|sprintf|vsprintf|die|htmlspecialchars|__|_|gettext|trans|GetMessage|Loc\.getMessage|str_replace)$/i;
const ASKS =
  /^(?:in_array|strpos|stripos|str_starts_with|str_contains|str_ends_with|strcmp|strcasecmp|preg_match(?:_all)?|substr_count|strstr|.*\.assert\w*)$/i;

/** The call that the text is an argument of, directly or in an array. */
function callAround(around: PhpText['around']): PhpNode | undefined {
  const [first] = around;
  return first && first.key === 'arguments' ? first.node : undefined;
}

/** `CRest.call`, `this.rest.call`, `restCommand`. */
function calleeOf(call: PhpNode): string {
  const parts: string[] = [];
  for (let at: unknown = call['what']; isNode(at); ) {
    if (at.kind === 'staticlookup' || at.kind === 'propertylookup' || at.kind === 'nullsafepropertylookup') {
      if (isNode(at['offset'])) parts.unshift(String(at['offset']['name'] ?? ''));
      at = at['what'];
    } else {
      parts.unshift(String(at['name'] ?? ''));
      break;
    }
  }
  return parts.join('.').replace(/^\\/, '');
}

const QUEUES = /batch|queue|cmd|commands/i;

function kindOf({ around }: PhpText, role: string): SiteKind {
  if (role === 'url') return 'url';
  if (role === 'query') return 'batch';
  const [first] = around;
  if (!first) return 'constant';
  const { node, key } = first;
  if (key === 'arguments') {
    if (/^define$/i.test(calleeOf(node))) return 'constant';
    return QUEUES.test(calleeOf(node)) ? 'batch' : 'call';
  }
  if (node.kind !== 'entry') return 'constant';
  const name = isNode(node['key']) ? String(node['key']['value'] ?? '') : '';
  if (/^(?:method|cmd|command|action)$/i.test(name)) {
    // One of several in a list is a command of a batch.
    return around[2]?.node.kind === 'entry' || around[2]?.node.kind === 'array' ? 'batch' : 'call';
  }
  return isNode(node['key']) ? 'constant' : 'call';
}
