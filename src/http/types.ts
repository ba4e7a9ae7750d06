export type { Params } from '../values/structures';
