import type { Log } from './createLog';
import { type OpenRedis, openRedis } from './openRedis';

/** Connections to Redis, one for each address, however many things are kept there. */
export interface Connections {
  to(url: string): Promise<OpenRedis>;
  /** What the names of a portal's things begin with. */
  keyOf(portal: string | undefined): string;
  close(): Promise<void>;
}

export function connectRedis(log: Log): Connections {
  const open = new Map<string, Promise<OpenRedis>>();
  return {
    to(url) {
      const known = open.get(url) ?? openRedis(url, (error) => log('redis', { error: error.message }));
      open.set(url, known);
      return known;
    },
    keyOf: (portal) => `imbot-compat:gateway:${portal === undefined ? '' : new URL(portal).host}`,
    async close() {
      for (const one of open.values()) await (await one).close();
    },
  };
}
