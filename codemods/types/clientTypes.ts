import { renderTypes } from '../../src/client/renderTypes';

/** What stands for a module of somebody else: as much of its types as decides whether a call still fits after it moved. */
interface ModuleTypes {
  readonly isFor: RegExp;
  readonly name: string;
  readonly text: () => string;
}

/** The types of a module that is not among the given files; undefined where nothing is known of it, and so everything fits. */
export function moduleTypes(specifier: string): ModuleTypes | undefined {
  return MODULES.find(({ isFor }) => isFor.test(specifier));
}

/** The client of this package, in a file that `--delegate` imports. */
export const FACADE_TYPES: ModuleTypes = {
  isFor: /^$/,
  name: 'facade.d.ts',
  text: () =>
    [
      ...renderTypes()
        .split('\n')
        .filter((line) => !line.startsWith('import ')),
      'type CallOptions = any; type V1Bot = any;',
      'type Id = number | string; type DialogId = string | number; type Ids = readonly Id[] | string; type Colour = string;',
      "type Flag = 'Y' | 'N' | boolean; type Attach = object | readonly object[] | string;",
      'type Keyboard = object | readonly unknown[] | string; type Menu = object | readonly object[] | string;',
      'type Languages = readonly { LANGUAGE_ID: string; TITLE: string; PARAMS?: string }[];',
      'interface Dialog { id: number; [field: string]: unknown }',
      'interface Envelope { result: unknown; time?: unknown; total?: number; next?: number; [key: string]: unknown }',
      'type Params = Readonly<Record<string, unknown>>;',
      'interface Imbot extends V1Tree {',
      "  call<M extends keyof V1Methods>(method: M, params?: V1Methods[M]['params'] | null, options?: CallOptions): Promise<V1Methods[M]['result']>;",
      '  call<T = unknown>(method: string, params?: Params | null, options?: CallOptions): Promise<T>;',
      "  request<M extends keyof V1Methods>(method: M, params?: V1Methods[M]['params'] | null, options?: CallOptions): Promise<Envelope & { result: V1Methods[M]['result'] }>;",
      '  request<T = unknown>(method: string, params?: Params | null, options?: CallOptions): Promise<Envelope & { result: T }>;',
      '}',
      'export declare const imbot: Imbot;',
    ].join('\n'),
};

const AXIOS = `
export interface AxiosResponse<T = any> { data: T; status: number; statusText: string; headers: any; config: any; request?: any }
export interface AxiosInstance {
  <T = any, R = AxiosResponse<T>>(url: any, config?: any): Promise<R>;
  get<T = any, R = AxiosResponse<T>, D = any>(url: string, config?: any): Promise<R>;
  delete<T = any, R = AxiosResponse<T>, D = any>(url: string, config?: any): Promise<R>;
  post<T = any, R = AxiosResponse<T>, D = any>(url: string, data?: D, config?: any): Promise<R>;
  postForm<T = any, R = AxiosResponse<T>, D = any>(url: string, data?: D, config?: any): Promise<R>;
  put<T = any, R = AxiosResponse<T>, D = any>(url: string, data?: D, config?: any): Promise<R>;
  request<T = any, R = AxiosResponse<T>, D = any>(config: any): Promise<R>;
  [key: string]: any;
}
declare const axios: AxiosInstance & { create(config?: any): AxiosInstance };
export default axios;
export type Axios = AxiosInstance;
export type AxiosStatic = typeof axios;
export type AxiosRequestConfig<D = any> = any;
export type AxiosError<T = any> = any;
export declare const AxiosError: any, isAxiosError: any;
`;

/** got, ky and their like: `.json<T>()` says what comes. */
const JSON_OF = `
interface Pending extends Promise<any> { json<T = unknown>(): Promise<T>; text(): Promise<string> }
interface Client {
  (url: any, options?: any): Pending;
  get(url: any, options?: any): Pending;
  post(url: any, options?: any): Pending;
  put(url: any, options?: any): Pending;
  delete(url: any, options?: any): Pending;
  extend(...given: any[]): Client;
  create(...given: any[]): Client;
  [key: string]: any;
}
declare const client: Client;
export default client;
export { client as got, client as ky };
export type Got = Client;
export type KyInstance = Client;
export type Options = any;
`;

const OFETCH = `
interface Fetch { <T = any>(url: any, options?: any): Promise<T>; create(...given: any[]): Fetch; [key: string]: any }
export declare const ofetch: Fetch, $fetch: Fetch;
export type FetchOptions = any;
`;

const SDK = `
export declare class Result<T = any> { get isSuccess(): boolean; getData(): T | null | undefined; getErrorMessages(): string[]; [key: string]: any }
export declare class AjaxResult<T = unknown> { get isSuccess(): boolean; getData(): undefined | { readonly result: T; readonly time: any }; getErrorMessages(): string[]; [key: string]: any }
interface Call { make<T = unknown>(options: { method: string; params?: any; requestId?: string }): Promise<AjaxResult<T>> }
interface Actions { v2: { call: Call; [key: string]: any }; v3: { call: Call; [key: string]: any } }
export declare class TypeB24 {
  callMethod(method: string, params?: object, start?: number): Promise<AjaxResult>;
  callBatch(calls: any[] | object, halt?: boolean, asResults?: boolean): Promise<Result>;
  readonly actions: Actions;
  [key: string]: any;
}
export declare class AbstractB24 extends TypeB24 {}
export declare class B24Hook extends TypeB24 { constructor(...given: any[]); static fromWebhookUrl(url: string, options?: any): B24Hook }
export declare class B24OAuth extends TypeB24 { constructor(...given: any[]) }
export declare class B24Frame extends TypeB24 { constructor(...given: any[]) }
export declare function initializeB24Frame(...given: any[]): Promise<B24Frame>;
`;

const VALUES = `
export declare function yesNo(value: unknown): boolean | undefined;
export declare function yesNoAnyCase(value: unknown): boolean | undefined;
export declare function unlessNo(value: unknown): boolean | undefined;
export declare function unlessNoText(value: unknown): 'Y' | 'N' | undefined;
export declare function attach(value: unknown): unknown;
export declare function keyboard(value: unknown, botId: unknown): unknown;
export declare function keyboardUpdate(value: unknown, botId: unknown): unknown;
export declare function languageTitles(value: unknown): Record<string, string> | undefined;
export declare function languageParams(value: unknown): Record<string, string> | undefined;
export declare function colour(value: unknown): string | undefined;
export declare function botType(value: unknown): string | undefined;
export declare function openType(value: unknown): 'open' | undefined;
export declare function command(value: unknown): string | undefined;
export declare function string(value: unknown): string | undefined;
export declare function text(value: unknown): string | undefined;
export declare function ids(value: unknown): number[] | undefined;
export declare function id(value: unknown): number;
`;

/** What `adopt` wraps keeps its type. */
const WRAP = `
export declare function wrapCall<F>(call: F, options?: any): F;
export declare function wrapAxios<F>(instance: F, options?: any): F;
export declare const wrapFetch: any, wrapBX24: any;
`;

const MODULES: readonly ModuleTypes[] = [
  { isFor: /^(?:npm:)?imbot-compat\/wrap$/, name: 'wrap.d.ts', text: () => WRAP },
  { isFor: /^(?:npm:)?imbot-compat\/values$/, name: 'values.d.ts', text: () => VALUES },
  { isFor: /^(?:npm:|https:\/\/[^/]+\/)?axios(?:@[^/]*)?$/, name: 'axios.d.ts', text: () => AXIOS },
  { isFor: /^(?:npm:|https:\/\/[^/]+\/)?(?:got|ky)(?:@[^/]*)?$/, name: 'got.d.ts', text: () => JSON_OF },
  { isFor: /^(?:npm:|https:\/\/[^/]+\/)?(?:ofetch|ohmyfetch)(?:@[^/]*)?$/, name: 'ofetch.d.ts', text: () => OFETCH },
  {
    isFor: /^(?:npm:|https:\/\/[^/]+\/)?(?:@bitrix24\/b24jssdk|imbot-compat\/b24jssdk)(?:@[^/]*)?(?:\/.*)?$/,
    name: 'sdk.d.ts',
    text: () => SDK,
  },
];
