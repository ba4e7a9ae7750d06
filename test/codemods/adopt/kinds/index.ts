import type { Kind } from '../Kind';
import { hoisting } from './hoisting';
import { portal } from './portal';
import { transports } from './transports';

export const KINDS: Readonly<Record<string, Kind>> = { hoisting, portal, transports };
