import { V2 } from './v2Names';

/** Look-ups of ours: each is answered by an object, and changes nothing. */
export const LOOKUPS: ReadonlySet<string> = new Set([V2.botGet, V2.botList, V2.commandList]);

/** Every portal has it, for everybody (source: server-time.md). */
export const SERVER_TIME = 'server.time';
