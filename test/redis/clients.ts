import Redis6 from 'ioredis';
import { Redis as Redis5 } from 'ioredis5';
import { createClient as createClient6 } from 'redis';
import { createClient as createClient4 } from 'redis4';
import { createClient as createClient5 } from 'redis5';
import type { RedisLike } from '../../src/redis/askRedis';

/** A connected client of a real library, with what tests do besides. */
export interface TestClient {
  client: RedisLike & { get(key: string): Promise<unknown>; set(key: string, value: string): Promise<unknown> };
  close(): void;
}

const socketOf = (port: number) => ({ socket: { host: '127.0.0.1', port } });
const silent = () => {};

/** By name: every library and major that the package takes. */
export const CLIENTS: Readonly<Record<string, (port: number) => Promise<TestClient>>> = {
  async 'ioredis 5'(port) {
    const client = new Redis5({ port, lazyConnect: true });
    client.on('error', silent);
    await client.connect();
    return { client, close: () => client.disconnect() };
  },
  async 'ioredis 6'(port) {
    const client = new Redis6({ port, lazyConnect: true });
    client.on('error', silent);
    await client.connect();
    return { client, close: () => client.disconnect() };
  },
  async 'node-redis 4'(port) {
    const client = createClient4(socketOf(port));
    client.on('error', silent);
    await client.connect();
    return { client, close: () => void client.disconnect().catch(silent) };
  },
  async 'node-redis 5'(port) {
    const client = createClient5(socketOf(port));
    client.on('error', silent);
    await client.connect();
    return { client, close: () => client.destroy() };
  },
  async 'node-redis 6'(port) {
    const client = createClient6(socketOf(port));
    client.on('error', silent);
    await client.connect();
    return { client, close: () => client.destroy() };
  },
};
