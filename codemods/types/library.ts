/**
 * What of the language and of its platforms the type check of rewritten code has to know; the libraries of the compiler would
 * take longer to read than a repository. What is missing here is an error before and after a change, and so is none of it.
 */
export const LIBRARY = `
interface Array<T> {
  length: number;
  [index: number]: T;
  [Symbol.iterator](): IterableIterator<T>;
  push(...items: T[]): number;
  pop(): T | undefined;
  shift(): T | undefined;
  at(index: number): T | undefined;
  concat(...items: (T | readonly T[])[]): T[];
  slice(start?: number, end?: number): T[];
  join(separator?: string): string;
  includes(item: T): boolean;
  indexOf(item: T): number;
  find(test: (value: T, index: number) => unknown): T | undefined;
  filter(test: (value: T, index: number) => unknown): T[];
  some(test: (value: T, index: number) => unknown): boolean;
  every(test: (value: T, index: number) => unknown): boolean;
  forEach(run: (value: T, index: number) => void): void;
  map<U>(make: (value: T, index: number) => U): U[];
  flatMap<U>(make: (value: T, index: number) => U | readonly U[]): U[];
  reduce<U>(fold: (sum: U, value: T, index: number) => U, start: U): U;
}
interface ReadonlyArray<T> {
  readonly length: number;
  readonly [index: number]: T;
  [Symbol.iterator](): IterableIterator<T>;
  at(index: number): T | undefined;
  slice(start?: number, end?: number): T[];
  join(separator?: string): string;
  includes(item: T): boolean;
  indexOf(item: T): number;
  find(test: (value: T, index: number) => unknown): T | undefined;
  filter(test: (value: T, index: number) => unknown): T[];
  some(test: (value: T, index: number) => unknown): boolean;
  every(test: (value: T, index: number) => unknown): boolean;
  forEach(run: (value: T, index: number) => void): void;
  map<U>(make: (value: T, index: number) => U): U[];
}
interface ArrayConstructor { isArray(value: any): value is any[]; from(items: any, make?: any): any[] }
interface Boolean { valueOf(): boolean }
interface Function { apply(self: any, given?: any): any; call(self: any, ...given: any[]): any; bind(self: any, ...given: any[]): any }
interface CallableFunction extends Function {
  apply<S, R>(this: (this: S) => R, self: S): R;
  apply<S, P extends any[], R>(this: (this: S, ...given: P) => R, self: S, given: P): R;
  call<S, P extends any[], R>(this: (this: S, ...given: P) => R, self: S, ...given: P): R;
  bind<F>(this: F, self: any): F extends (...given: infer P) => infer R ? (...given: P) => R : F;
  bind<S, P extends any[], Q extends any[], R>(this: (this: S, ...given: [...P, ...Q]) => R, self: S, ...given: P): (...given: Q) => R;
}
interface NewableFunction extends Function {}
interface IArguments { length: number; [index: number]: any }
interface Number { toFixed(digits?: number): string; toString(radix?: number): string }
interface BigInt { toString(): string }
interface Object { constructor: Function; toString(): string; hasOwnProperty(key: PropertyKey): boolean }
interface RegExp { test(text: string): boolean; exec(text: string): RegExpExecArray | null }
interface RegExpExecArray extends Array<string> { index: number; input: string; groups?: { [name: string]: string } }
interface TemplateStringsArray extends ReadonlyArray<string> { readonly raw: readonly string[] }
interface String {
  readonly length: number;
  readonly [index: number]: string;
  [Symbol.iterator](): IterableIterator<string>;
  trim(): string;
  trimStart(): string;
  trimEnd(): string;
  slice(start?: number, end?: number): string;
  substring(start: number, end?: number): string;
  split(separator: any, limit?: number): string[];
  replace(search: any, by: any): string;
  replaceAll(search: any, by: any): string;
  includes(text: string): boolean;
  startsWith(text: string): boolean;
  endsWith(text: string): boolean;
  indexOf(text: string): number;
  match(search: any): RegExpExecArray | null;
  toLowerCase(): string;
  toUpperCase(): string;
  toString(): string;
  padStart(length: number, by?: string): string;
}
interface Symbol { readonly description: string | undefined }
interface SymbolConstructor { readonly iterator: unique symbol; readonly asyncIterator: unique symbol; (text?: string): symbol }
interface IteratorResult<T> { done?: boolean; value: T }
interface Iterator<T> { next(value?: any): IteratorResult<T> }
interface Iterable<T> { [Symbol.iterator](): Iterator<T> }
interface IterableIterator<T> extends Iterator<T> { [Symbol.iterator](): IterableIterator<T> }
interface AsyncIterable<T> { [Symbol.asyncIterator](): AsyncIterator<T> }
interface AsyncIterator<T> { next(value?: any): Promise<IteratorResult<T>> }
interface Generator<T = unknown, R = any, N = any> extends Iterator<T> { [Symbol.iterator](): Generator<T, R, N> }
interface AsyncGenerator<T = unknown, R = any, N = any> extends AsyncIterator<T> { [Symbol.asyncIterator](): AsyncGenerator<T, R, N> }
interface PromiseLike<T> {
  then<A = T, B = never>(ok?: ((value: T) => A | PromiseLike<A>) | null, no?: ((error: any) => B | PromiseLike<B>) | null): PromiseLike<A | B>;
}
interface Promise<T> {
  then<A = T, B = never>(ok?: ((value: T) => A | PromiseLike<A>) | null, no?: ((error: any) => B | PromiseLike<B>) | null): Promise<A | B>;
  catch<B = never>(no?: ((error: any) => B | PromiseLike<B>) | null): Promise<T | B>;
  finally(end?: (() => void) | null): Promise<T>;
}
interface PromiseConstructor {
  new <T>(run: (ok: (value: T | PromiseLike<T>) => void, no: (error?: any) => void) => void): Promise<T>;
  resolve(): Promise<void>;
  resolve<T>(value: T): Promise<Awaited<T>>;
  reject<T = never>(error?: any): Promise<T>;
  all<T extends readonly unknown[] | []>(values: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }>;
  race<T extends readonly unknown[] | []>(values: T): Promise<Awaited<T[number]>>;
  allSettled(values: any): Promise<any>;
}
type Awaited<T> = T extends null | undefined ? T : T extends object & { then(ok: infer F, ...more: infer _): any } ? F extends (value: infer V, ...more: infer _) => any ? Awaited<V> : never : T;
type PropertyKey = string | number | symbol;
type Record<K extends keyof any, T> = { [P in K]: T };
type Partial<T> = { [P in keyof T]?: T[P] };
type Required<T> = { [P in keyof T]-?: T[P] };
type Readonly<T> = { readonly [P in keyof T]: T[P] };
type Pick<T, K extends keyof T> = { [P in K]: T[P] };
type Exclude<T, U> = T extends U ? never : T;
type Extract<T, U> = T extends U ? T : never;
type Omit<T, K extends keyof any> = Pick<T, Exclude<keyof T, K>>;
type NonNullable<T> = T & {};
type Parameters<T extends (...given: any) => any> = T extends (...given: infer P) => any ? P : never;
type ReturnType<T extends (...given: any) => any> = T extends (...given: any) => infer R ? R : any;
type ConstructorParameters<T extends abstract new (...given: any) => any> = T extends abstract new (...given: infer P) => any ? P : never;
type InstanceType<T extends abstract new (...given: any) => any> = T extends abstract new (...given: any) => infer R ? R : any;
type Uppercase<S extends string> = intrinsic;
type Lowercase<S extends string> = intrinsic;
type Capitalize<S extends string> = intrinsic;
type Uncapitalize<S extends string> = intrinsic;
type NoInfer<T> = intrinsic;
interface ThisType<T> {}
interface Error { name: string; message: string; stack?: string; cause?: unknown }
interface ErrorConstructor { new (message?: string, options?: any): Error; (message?: string): Error }
interface Map<K, V> { get(key: K): V | undefined; set(key: K, value: V): this; has(key: K): boolean; delete(key: K): boolean; values(): IterableIterator<V>; keys(): IterableIterator<K>; entries(): IterableIterator<[K, V]>; [Symbol.iterator](): IterableIterator<[K, V]>; readonly size: number; forEach(run: (value: V, key: K) => void): void; clear(): void }
interface MapConstructor { new <K = any, V = any>(entries?: readonly (readonly [K, V])[] | null): Map<K, V> }
interface Set<T> { add(item: T): this; has(item: T): boolean; delete(item: T): boolean; values(): IterableIterator<T>; [Symbol.iterator](): IterableIterator<T>; readonly size: number; forEach(run: (value: T) => void): void; clear(): void }
interface SetConstructor { new <T = any>(items?: readonly T[] | null): Set<T> }
interface ReadonlyMap<K, V> { get(key: K): V | undefined; has(key: K): boolean; values(): IterableIterator<V>; readonly size: number }
interface ReadonlySet<T> { has(item: T): boolean; values(): IterableIterator<T>; readonly size: number }
interface NumberConstructor { (value?: any): number; parseInt(text: string, radix?: number): number; isFinite(value: unknown): boolean; isInteger(value: unknown): boolean; isNaN(value: unknown): boolean }
interface ImportMeta { [key: string]: any }
declare var Array: ArrayConstructor, Promise: PromiseConstructor, Symbol: SymbolConstructor, Map: MapConstructor, Set: SetConstructor, Error: ErrorConstructor, TypeError: ErrorConstructor, RangeError: ErrorConstructor;
declare var Number: NumberConstructor, String: { (value?: any): string; raw(...given: any[]): string }, Boolean: { <T>(value?: T): boolean };
declare var JSON: { parse(text: string, read?: any): any; stringify(value: any, write?: any, space?: any): string };
declare var Math: { floor(n: number): number; round(n: number): number; ceil(n: number): number; random(): number; max(...n: number[]): number; min(...n: number[]): number; trunc(n: number): number };
declare var Object: { keys(of: object): string[]; values(of: any): any[]; entries(of: any): [string, any][]; fromEntries(of: any): any; assign(to: any, ...from: any[]): any; freeze<T>(of: T): Readonly<T>; hasOwn(of: object, key: PropertyKey): boolean; create(of: any): any; defineProperty(of: any, key: PropertyKey, value: any): any };
declare function parseInt(text: string, radix?: number): number;
declare function parseFloat(text: string): number;
declare function isNaN(value: number): boolean;
declare function encodeURIComponent(value: string | number | boolean): string;
declare var fetch: any, console: any, process: any, Buffer: any, Date: any, RegExp: any, WeakMap: any, Reflect: any, Proxy: any, BigInt: any;
declare var URL: any, URLSearchParams: any, FormData: any, Headers: any, Request: any, Response: any, AbortSignal: any, AbortController: any, crypto: any;
declare var setTimeout: any, clearTimeout: any, setInterval: any, clearInterval: any, setImmediate: any, queueMicrotask: any, structuredClone: any;
declare var window: any, document: any, location: any, navigator: any, alert: any, jQuery: any, $: any, BX24: any, BX: any;
declare var require: any, module: any, exports: any, __dirname: any, __filename: any, Deno: any, Bun: any;
declare var describe: any, it: any, test: any, expect: any, vi: any, jest: any, beforeEach: any, afterEach: any, beforeAll: any, afterAll: any;
declare namespace NodeJS { type ProcessEnv = { [name: string]: string | undefined }; type Timeout = any }
`;
