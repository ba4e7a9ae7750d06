import type { Trace } from './types';

export function emptyTrace(): Trace {
  return {
    sent: [],
    entered: [],
    first: [],
    returned: new Map(),
    names: [],
    keys: [],
    added: [],
    codes: [],
    unseen: [],
    results: [],
    logs: false,
    thrown: [],
    isFollowing: false,
    caught: false,
    clientThrows: false,
    isChanged: false,
    changedBy: [],
    nests: false,
    dropsEmpty: false,
    apart: [],
    guessed: false,
    isStored: false,
    isWrapped: false,
    heard: new Map(),
    selves: new Set(),
    sdk: [],
    looked: new Map(),
    budget: 30_000,
  };
}
