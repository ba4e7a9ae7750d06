/** The stores that README.md shows, taken out of it by `callers.ts`. */
declare module 'readme:sqlTokenStore' {
  export function sqlTokenStore(pool: unknown, key: string): import('../../src/auth/TokenStore').TokenStore;
}
declare module 'readme:sqliteTokenStore' {
  export function sqliteTokenStore(
    db: unknown,
    key: string,
    options?: { leaseMs?: number },
  ): import('../../src/auth/TokenStore').TokenStore;
}
/** What the tests use of `pg`, which brings no types. */
declare module 'pg' {
  interface Client {
    query(text: string, values?: unknown[], ...rest: unknown[]): Promise<unknown>;
  }
  export class Pool {
    constructor(options: { host: string | undefined; user: string; database: string; max?: number });
    query(text: string, values?: unknown[]): Promise<unknown>;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'connect', listener: (client: Client) => void): this;
    end(): Promise<void>;
  }
}
