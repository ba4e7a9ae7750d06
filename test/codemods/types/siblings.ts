/** One way each in which TypeScript may say what a method's name, its parameters and its answer are. */

/** A transport that sends JSON and hands a failure back in the envelope. */
const body = (ret = 'return await res.json();'): string => `{
  const res = await fetch(\`https://acme.bitrix24.com/rest/1/x/\${method}\`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) });
  ${ret}
}`;
const P = `{ BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'Hi' }`;
export const SIBLINGS: Readonly<Record<string, string>> = {
  aliasUnion: `type Name = 'imbot.message.add' | 'crm.deal.get';
export async function call(method: Name, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  inlineUnion: `export async function call(method: 'imbot.message.add' | 'crm.deal.get', params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  enumParam: `enum M { Add = 'imbot.message.add', Get = 'crm.deal.get' }
export async function call(method: M, params: object): Promise<any> ${body()}
export async function go() { await call(M.Add, ${P}); }`,
  constEnum: `const enum M { Add = 'imbot.message.add', Get = 'crm.deal.get' }
async function call(method: M, params: object): Promise<any> ${body()}
export async function go() { await call(M.Add, ${P}); }`,
  keyofMap: `interface Api { 'imbot.message.add': { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string } }
export async function call<K extends keyof Api>(method: K, params: Api[K]): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  templateType: `export async function call(method: \`imbot.\${string}\`, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  templateType2: `export async function call(method: \`imbot.\${'message'|'chat'}.\${string}\`, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  typeofConst: `const NAMES = ['imbot.message.add', 'crm.deal.get'] as const;
export async function call(method: (typeof NAMES)[number], params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  typeofTable: `const M = { add: 'imbot.message.add', get: 'crm.deal.get' } as const;
type Name = (typeof M)[keyof typeof M];
export async function call(method: Name, params: object): Promise<any> ${body()}
export async function go() { await call(M.add, ${P}); }`,
  typeofTableLiteral: `const M = { add: 'imbot.message.add', get: 'crm.deal.get' } as const;
type Name = (typeof M)[keyof typeof M];
export async function call(method: Name, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  satisfiesTable: `type Name = 'imbot.message.add' | 'crm.deal.get';
const M = { add: 'imbot.message.add', get: 'crm.deal.get' } as const satisfies Record<string, Name>;
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call(M.add, ${P}); }`,
  satisfiesString: `const M = { add: 'imbot.message.add', get: 'crm.deal.get' } as const satisfies Record<string, string>;
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call(M.add, ${P}); }`,
  annotatedTable: `type Name = 'imbot.message.add' | 'crm.deal.get';
const M: Record<string, Name> = { add: 'imbot.message.add' };
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call(M.add, ${P}); }`,
  annotatedConst: `type Name = 'imbot.message.add' | 'crm.deal.get';
const ADD: Name = 'imbot.message.add';
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call(ADD, ${P}); }`,
  fnTypeAlias: `type Name = 'imbot.message.add' | 'crm.deal.get';
type Call = (method: Name, params: object) => Promise<any>;
export const call: Call = async (method, params) => ${body()};
export async function go() { await call('imbot.message.add', ${P}); }`,
  closedParams: `interface MsgParams { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
export async function call(method: string, params: MsgParams): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  fnTypeClosedParams: `interface MsgParams { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
type Call = (method: string, params: MsgParams) => Promise<any>;
export const call: Call = async (method, params) => ${body()};
export async function go() { await call('imbot.message.add', ${P}); }`,
  recordScalar: `type Scalar = string | number | boolean | null;
export async function call(method: string, params: Record<string, Scalar>): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  recordScalar2: `export async function call(method: string, params: Record<string, string | number>): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  recordNoNested: `export async function call(method: string, params: Record<string, string | number>): Promise<any> ${body()}
export async function go() { await call('imbot.message.delete', { BOT_ID: 39, CLIENT_ID: 'x', MESSAGE_ID: 5 }); }`,
  indexSig: `export async function call(method: string, params: { [key: string]: string | number }): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  genericDefault: `interface Answer<T> { result: T; error?: string }
export async function call<T = number>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericDefaultAny: `interface Answer<T> { result: T; error?: string }
export async function call<T = any>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericNone: `interface Answer<T> { result: T; error?: string }
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericUnknown: `interface Answer<T> { result: T; error?: string }
export async function call<T = unknown>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericContext: `interface Answer<T> { result: T; error?: string }
type MessageId = number;
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a: Answer<MessageId> = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericContextReturn: `interface Answer<T> { result: T; error?: string }
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go(): Promise<Answer<number>> { return call('imbot.message.add', ${P}); }`,
  inferredAs: `interface Answer { result: number; error?: string }
export async function call(method: string, params: object) ${body('return (await res.json()) as Answer;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  inferredVar: `interface Answer { result: number; error?: string }
export async function call(method: string, params: object) ${body('const data: Answer = await res.json(); return data;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  inferredVarUnknown: `interface Answer { result: unknown; error?: string }
export async function call(method: string, params: object) ${body('const data: Answer = await res.json(); return data;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  inferredAny: `export async function call(method: string, params: object) ${body('const data = await res.json(); return data;')}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  declaredNumber: `export async function call(method: string, params: object): Promise<{ result: number }> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  declaredUnknown: `export async function call(method: string, params: object): Promise<{ result: unknown }> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  declaredAliasAny: `type Raw = any; export async function call(method: string, params: object): Promise<{ result: Raw }> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  recordAnyAnswer: `export async function call(method: string, params: object): Promise<Record<string, any>> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  anyElsewhere: `export async function call(method: string, params: object): Promise<{ result: number; time: any }> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  anyElsewhere2: `interface Answer { result: number; time: any } export async function call(method: string, params: object): Promise<Answer> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  resultUnionAny: `export async function call<T>(method: string, params: T): Promise<{ result: number }> ${body()}
export async function go() { const a = await call<object>('imbot.message.add', ${P}); console.log(a.result); }`,
  genericInParams: `export async function call<T extends object>(method: string, params: T): Promise<{ result: number; sent: T }> ${body()}
export async function go() { const a = await call('imbot.message.add', ${P}); console.log(a.result); }`,
  genericGiven: `interface Answer<T> { result: T; error?: string }
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call<number>('imbot.message.add', ${P}); const id: number = a.result; console.log(id); }
export async function go2() { const { result } = await call<number>('imbot.message.add', ${P}); const id: number = result; console.log(id); }
export async function go3(): Promise<number> { return (await call<number>('imbot.message.add', ${P})).result; }
export async function go4(): Promise<number> { return call<number>('imbot.message.add', ${P}).then(({ result }) => result); }
export async function go5(): Promise<number> { return call<number>('imbot.message.add', ${P}).then((b) => b.result); }
export async function go6(): Promise<Answer<number>> { return call<number>('imbot.message.add', ${P}); }
export async function go7(): Promise<boolean> { return (await call<boolean>('imbot.message.delete', { BOT_ID: 39, MESSAGE_ID: 5 })).result === true; }`,
  genericGivenOpt: `interface Answer<T> { result?: T; error?: string }
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call<number>('imbot.message.add', ${P}); const id: number | undefined = a.result; console.log(id); }
export async function go2() { const { result } = await call<number>('imbot.message.add', ${P}); console.log(result?.toFixed()); }
export async function go2b() { const { result = 0 } = await call<number>('imbot.message.add', ${P}); console.log(result.toFixed()); }
export async function go6(): Promise<Answer<number>> { return call<number>('imbot.message.add', ${P}); }
export async function go8() { const a = await call<number>('imbot.message.add', ${P}); if (a.result) { const n: number = a.result; console.log(n); } }
export async function go9() { const a = await call<number>('imbot.message.add', ${P}); if (typeof a.result === 'number') { const n: number = a.result; console.log(n); } }
export async function go10() { const a = await call<number>('imbot.message.add', ${P}); if (!a.result) return; const n: number = a.result; console.log(n); }`,
  genericGivenAlias: `interface Answer<T> { result?: T; error?: string } type MessageId = number;
export async function call<T>(method: string, params: object): Promise<Answer<T>> ${body('return (await res.json()) as Answer<T>;')}
export async function go() { const a = await call<MessageId>('imbot.message.add', ${P}); console.log(a.result); }
export async function go2() { const a = await call<number | string>('imbot.message.add', ${P}); console.log(a.result); }
export async function go3() { const a = await call<{ result: number }>('imbot.message.add', ${P}); console.log(a.result); }`,
  bareGeneric: `export async function call<T>(method: string, params: object): Promise<T | undefined> ${body('return (await res.json()).result as T;')}
export async function go() { const id = await call<number>('imbot.message.add', ${P}); console.log((id ?? 0).toFixed()); }
export async function go2(): Promise<number | undefined> { return call<number>('imbot.message.add', ${P}); }`,
  bareNumber: `export async function call(method: string, params: object): Promise<number> ${body('return (await res.json()).result;')}
export async function go() { const id = await call('imbot.message.add', ${P}); console.log(id.toFixed()); }`,
  bareInferred: `export async function call(method: string, params: object) ${body('return Number((await res.json()).result);')}
export async function go() { const id = await call('imbot.message.add', ${P}); console.log(id.toFixed()); }`,
  bareInferred2: `export async function call(method: string, params: object) ${body('return (await res.json()).result as number;')}
export async function go() { const id = await call('imbot.message.add', ${P}); console.log(id.toFixed()); }`,
  overloads: `interface MsgParams { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
export async function call(method: 'imbot.message.add', params: MsgParams): Promise<{ result: number }>;
export async function call(method: 'crm.deal.get', params: { ID: number }): Promise<{ result: object }>;
export async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  overloadsOpen: `export async function call(method: string): Promise<any>;
export async function call(method: string, params: object): Promise<any>;
export async function call(method: string, params: object = {}): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  laterRecordUnknown: `export async function call(method: string, params: Record<string, unknown>): Promise<any> ${body()}
export async function go(kb: boolean) { const p: Record<string, unknown> = ${P}; if (kb) p.KEYBOARD = [{ TEXT: 'a', COMMAND: 'b' }]; await call('imbot.message.add', p); }
export async function go2(kb: boolean) { const p: Record<string, any> = ${P}; if (kb) p.KEYBOARD = [{ TEXT: 'a', COMMAND: 'b' }]; await call('imbot.message.add', p); }
export async function go3(kb: boolean) { const p: any = ${P}; if (kb) p.KEYBOARD = [{ TEXT: 'a', COMMAND: 'b' }]; await call('imbot.message.add', p); }
export async function go4(kb: boolean) { const p: object = ${P}; await call('imbot.message.add', p as Record<string, unknown>); }
export async function go5(kb: boolean) { const p: { [k: string]: unknown } = ${P}; if (kb) p['KEYBOARD'] = [{ TEXT: 'a', COMMAND: 'b' }]; await call('imbot.message.add', p); }`,
  batchTyped: `interface Msg { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
interface Cmd { method: string; params: Msg }
export async function batch(method: string, cmd: Record<string, Cmd>): Promise<any> { const params = { cmd }; const res = await fetch('https://acme.bitrix24.com/rest/1/x/batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ cmd }) }); return res.json(); }
export async function go() { await batch('x', { a: { method: 'imbot.message.add', params: ${P} } }); }`,
  bx24Typed: `declare const BX24: { callMethod(method: string, params: object, cb: (r: { error(): string | false; data(): any }) => void): void; callBatch(c: Record<string, [string, { BOT_ID: number; MESSAGE_ID: number }]>, cb: (r: any) => void): void };
BX24.callMethod('imbot.message.add', ${P}, (r) => console.log(r.data()));
BX24.callBatch({ a: ['imbot.message.delete', { BOT_ID: 39, MESSAGE_ID: 5 }] }, (r) => { if (r.a.error()) console.log(1); });`,
  bx24Number: `declare const BX24: { callMethod(method: string, params: object, cb: (r: { error(): string | false; data(): number }) => void): void };
BX24.callMethod('imbot.message.add', ${P}, (r) => console.log(r.data()));`,
  bx24Union: `declare const BX24: { callMethod(method: 'imbot.message.add' | 'user.get', params: object, cb: (r: { error(): string | false; data(): any }) => void): void };
BX24.callMethod('imbot.message.add', ${P}, (r) => console.log(r.data()));`,
  classImpl: `type Name = 'imbot.message.add' | 'crm.deal.get';
interface Api { call(method: Name, params: object): Promise<any> }
class Rest implements Api { async call(method: string, params: object): Promise<any> ${body()} }
const api: Api = new Rest();
export async function go() { await api.call('imbot.message.add', ${P}); }`,
  ifaceParams: `interface Api { call(method: string, params: { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }): Promise<any> }
class Rest implements Api { async call(method: string, params: object): Promise<any> ${body()} }
const api: Api = new Rest();
export async function go() { await api.call('imbot.message.add', ${P}); }`,
  ifaceAnswer: `interface Api { call(method: string, params: object): Promise<{ result: number }> }
class Rest implements Api { async call(method: string, params: object): Promise<any> ${body()} }
const api: Api = new Rest();
export async function go() { const { result } = await api.call('imbot.message.add', ${P}); console.log(result); }`,
  castCall: `async function raw(method: string, params: object): Promise<any> ${body()}
const call = raw as (method: 'imbot.message.add', params: object) => Promise<{ result: number }>;
export async function go() { const { result } = await call('imbot.message.add', ${P}); console.log(result); }`,
  varUnion: `type Name = 'imbot.message.add' | 'crm.deal.get';
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { const m: Name = 'imbot.message.add'; await call(m, ${P}); }`,
  exactLiteral: `async function call<M extends string>(method: M, params: M extends 'imbot.message.add' ? { MESSAGE: string; BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string } : never): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', ${P}); }`,
  spreadConst: `interface Who { BOT_ID: number; CLIENT_ID: string }
const who: Who = { BOT_ID: 39, CLIENT_ID: 'x' };
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', { ...who, DIALOG_ID: 'chat5', MESSAGE: 'Hi' }); }`,
  asConstParams: `async function call(method: string, params: object): Promise<any> ${body()}
export async function go(m: string | number, d: string | number, t: string) { await call('imbot.message.update', { BOT_ID: m, CLIENT_ID: 'x', MESSAGE_ID: d, MESSAGE: t } as const); await call('imbot.message.add', { BOT_ID: m, CLIENT_ID: 'x', DIALOG_ID: d, MESSAGE: t }); }`,
  kbHelper: `interface Kb { TEXT: string; COMMAND: string }
async function call(method: string, params: object): Promise<any> ${body()}
export async function go(kb: Kb[], att: unknown, sys: 'Y' | 'N' | undefined, col: string) { await call('imbot.message.add', { BOT_ID: 39, CLIENT_ID: 'x', DIALOG_ID: 'chat5', MESSAGE: 'a', KEYBOARD: kb, URL_PREVIEW: sys }); await call('imbot.message.delete', { BOT_ID: 39, CLIENT_ID: 'x', MESSAGE_ID: 5, COMPLETE: sys }); await call('imbot.chat.leave', { BOT_ID: 39, CHAT_ID: 5 }); }`,
  resultThen: `async function call(method: string, params: object): Promise<{ result: any; error?: string }> ${body()}
export function go(): Promise<number> { return call('imbot.message.add', ${P}).then((a) => a.result); }
export const go2 = async (): Promise<{ result: number }> => call('imbot.message.add', ${P});`,
  tupleBatch: `type Cmd = [method: 'imbot.message.add' | 'user.get', params: Record<string, unknown>];
async function many(cmds: Cmd[]): Promise<any> { const res = await fetch('https://acme.bitrix24.com/rest/1/x/batch', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ halt: 0, cmd: cmds }) }); return res.json(); }
export async function go() { await many([['imbot.message.add', ${P}]]); }`,
  objectArgUnion: `interface Req { method: 'imbot.message.add' | 'user.get'; params: object }
async function send({ method, params }: Req): Promise<any> ${body()}
export async function go() { await send({ method: 'imbot.message.add', params: ${P} }); }`,
  objectArgClosed: `interface Msg { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
interface Req { method: string; params: Msg }
async function send({ method, params }: Req): Promise<any> ${body()}
export async function go() { await send({ method: 'imbot.message.add', params: ${P} }); }`,
  objectArgOpen: `interface Req { method: string; params: Record<string, unknown> }
async function send({ method, params }: Req): Promise<any> ${body()}
export async function go() { await send({ method: 'imbot.message.add', params: ${P} }); }`,
  objectArgUnion2: `async function send({ method, params }: { method: 'imbot.message.add' | 'user.get'; params: object }): Promise<any> ${body()}
export async function go() { await send({ method: 'imbot.message.add', params: ${P} }); }`,
  varReq: `interface Msg { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
interface Req { method: string; params: Msg }
async function send({ method, params }: { method: string; params: object }): Promise<any> ${body()}
export async function go() { const r: Req = { method: 'imbot.message.add', params: ${P} }; await send(r); }`,
  excessInReturn: `interface Msg { BOT_ID: number; CLIENT_ID: string; DIALOG_ID: string; MESSAGE: string }
const build = (): Msg => (${P});
async function call(method: string, params: object): Promise<any> ${body()}
export async function go() { await call('imbot.message.add', build()); }`,
  toldThis: `interface Place { base: string }
async function call(this: Place, method: string, params: Record<string, unknown>): Promise<{ result: number }> ${body('return (await res.json()) as { result: number };')}
export async function go(here: Place) { return (await call.call(here, 'imbot.message.add', ${P})).result > 0; }`,
  toldNothing: `async function call(method: string, params: Record<string, unknown>): Promise<{ result: number }> ${body('return (await res.json()) as { result: number };')}
export async function go() { return (await call.call(null, 'imbot.message.add', ${P})).result > 0; }`,
  applied: `async function call(method: string, params: Record<string, unknown>): Promise<{ result: number }> ${body('return (await res.json()) as { result: number };')}
export async function go() { return (await call.apply(null, ['imbot.message.add', ${P}])).result > 0; }`,
  bound: `async function raw(base: string, method: string, params: Record<string, unknown>): Promise<{ result: number }> ${body('return (await res.json()) as { result: number };')}
const call = raw.bind(null, 'x');
export async function go() { return (await call('imbot.message.add', ${P})).result > 0; }`,
  boundToNothing: `async function raw(method: string, params: Record<string, unknown>): Promise<{ result: number }> ${body('return (await res.json()) as { result: number };')}
const call = raw.bind(null);
export async function go() { return (await call('imbot.message.add', ${P})).result > 0; }`,
};
