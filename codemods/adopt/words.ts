import type { Site, SourceText } from '../plan/site';
import type { Asked } from './Asked';
import type { Choice } from './Choice';
import type { FoundTransport, Transports } from './createTransports';
import { isSdkLike } from './isSdkLike';
import type { Layout } from './Layout';
import type { Lack } from './layoutOf';
import { layoutText, layoutWords } from './layoutText';
import { nameOf } from './nameOf';
import { SDK_FACADE } from './sdkFiles';

/** What was understood of a choice, in a sentence for each file. */
export function choiceWords(choice: Choice): string[] {
  if (choice.kind === 'sdk')
    return choice.files.map((file) => `${file}: takes the SDK; it comes from ${SDK_FACADE} instead.`);
  const file = choice.tree.fileName;
  if (choice.kind !== 'call') {
    const what = choice.kind === 'axios' && choice.made ? 'an instance of axios' : choice.kind;
    return [`${file}: calls go through ${what}, which is wrapped for this file.`];
  }
  const held = choice.isHeld
    ? '; it adds a CLIENT_ID that is known within it only: give it to wrapCall as clientId and take mode away, until then its calls stay on v1'
    : choice.returnsOwn
      ? '; it returns something with methods of its own, so its calls stay on v1 until it is async or returns a plain promise'
      : choice.hidesCode
        ? '; on failure it gives the portal’s error text without the code or under a name of its own, or one of its own beside the code, and that text may be v2’s or v1’s from now on'
        : '';
  const logs =
    choice.logs && !choice.isHeld && !choice.returnsOwn
      ? '; what it logs are the calls of v2 from now on, and the questions of the facade'
      : '';
  return [`${file}: ${choice.name} sends the calls; ${layoutWords(choice.layout)}${held}${logs}.`];
}

const LACKS: Readonly<Record<Lack, string>> = {
  sends: 'it was not seen to send them',
  params: 'which argument holds the parameters does not show',
  answer: 'what it answers does not show: the envelope, its result, or an axios response',
  shape: 'what it answers is made of the answer: neither the envelope, nor its result, nor an axios response',
  nothing: 'it gives nothing back, and only an answer tells what wraps it whether there is v2',
  status:
    'on failure it shows the HTTP status, which v2 has others of, in a text or in the envelope, where nothing puts v1’s in its place',
  looks: 'it looks at the name of the method, at v1 parameters or at v1 error codes',
  adds: 'it adds v1 parameters by itself',
  botId: 'it adds a BOT_ID that is known within it only',
  decorated: 'a decorator may make another function of it',
  remade:
    'it hands the parameters, its options or the answer to a package that may look at them or change them, and wrapped it would hand over those of v2',
  changed: 'what is done to its client elsewhere may change what that sends or answers',
};

/** What was found of a site that stays, and the line to write by hand. */
export function unclearWords({ needs, first, site, file, isCut }: Asked, transports: Transports): string[] {
  const steps =
    needs.length > 0 ? needs.flatMap(({ steps, by, isDone }) => (isDone || by.length > 0 ? [] : steps)) : first;
  // Of these the reason itself says what to do.
  if (needs.some(({ reason }) => reason === 'sdk-unseen' || reason === 'bx24-page')) return [];
  if (needs.some(({ isRenamed }) => isRenamed))
    return [
      `${file.path}:${site.line}: the name is changed on its way, so what sends it knows another call than this one. By hand: write the name out as it is sent.`,
    ];
  const known = steps.flatMap(({ node }) => transports.of(node) ?? []);
  const isScript = needs.some(({ reason }) => reason === 'classic-script');
  const best = [...known].sort((a, b) => a.lacks.length - b.lacks.length)[0];
  if (best) return [wordsOf(best, isScript)];
  const [one] = steps;
  const layout = shownAt(site);
  if (one)
    return [
      `${one.tree.fileName}: ${nameOf(one.node)} gets the calls, but ${isCut ? 'there was too much code to follow to see how it sends them' : 'was not seen to send them'}. By hand: ${line(nameOf(one.node), layout)}`,
    ];
  const callee = site.shape?.callee;
  if (callee === undefined || /^BX24\./.test(callee)) return [];
  if (site.kind === 'url') return [urlWords(site, file, callee)];
  if (isSdkLike(site))
    return [
      `${file.path}: ${callee} is a client of the SDK that no import shows. By hand: make it with what ${SDK_FACADE} exports.`,
    ];
  const why = isCut ? 'could not be followed: there was too much code behind it' : 'was not found in the given files';
  return [`${file.path}: ${callee} ${why}. By hand: ${line(callee, layout)}`];
}

/** An address that is built at the call leaves nothing to wrap but the client. */
function urlWords({ shape, line: at }: Site, file: SourceText, callee: string): string {
  const [client = callee] = callee.split('.');
  const arrow = `async (method, params) => ${callee}(…)`;
  const layout = layoutText({ method: 0, params: 1, ...(shape?.encoding === 'form' ? { encoding: 'form' } : {}) }, "'");
  const instead = /^ky\b/.test(client)
    ? `${client}.extend({ fetch: wrapFetch(globalThis.fetch) })`
    : `const call = wrapCall(${arrow}, ${layout})`;
  return `${file.path}:${at}: the address is built where ${callee} is called, and that client cannot be wrapped. By hand: ${instead}`;
}

/** Where a call shows its method and parameters. */
function shownAt({ shape }: Site): Partial<Layout> {
  const { argument, call, params } = shape ?? {};
  if (argument === undefined || !call) return {};
  const at = params ? (call.arguments?.indexOf(params) ?? -1) : -1;
  return { method: argument, ...(at < 0 ? {} : { params: at }) };
}

function wordsOf({ step, layout, lacks, looks, changedBy, remadeBy }: FoundTransport, isScript: boolean): string {
  const name = nameOf(step.node);
  const form = isScript
    ? 'it stands in a script that is no module and cannot import'
    : 'its form does not let it be wrapped where it stands';
  const why = lacks.map((lack) => LACKS[lack]).join('; ') || form;
  const places = [
    ...(lacks.includes('remade') ? remadeBy : []),
    ...(lacks.includes('looks') ? looks : []),
    ...(lacks.includes('changed') ? changedBy : []),
  ];
  const where = places.length > 0 ? ` (${places.slice(0, 2).join(', ')})` : '';
  const does = lacks.includes('sends') ? 'gets' : 'sends';
  const hand = lacks.includes('nothing') ? 'let it give back what the portal answers, then ' : '';
  return `${step.tree.fileName}: ${name} ${does} the calls, but ${why}${where}. By hand: ${hand}${line(name, layout)}`;
}

function line(name: string, layout: Partial<Layout>): string {
  return `wrapCall(${/^[\w$.]+$/.test(name) ? name : 'fn'}, ${layoutText(layout, "'")})`;
}
