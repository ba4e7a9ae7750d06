import { describe, expect, it } from 'vitest';
import { circlesIn, importsOf, roomOf, sourceFiles } from './importsOf';

const files = sourceFiles();
const imports = new Map([...files].map(([file, text]) => [file, importsOf(file, text)]));

/** Which rooms a room may import. Nothing here leads back up: the last test holds that. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'src/values': [],
  'src/http': ['src/values'],
  'src/errors': ['src/http', 'src/map'],
  'src/map': ['src/values'],
  'src/redis': ['src/http'],
  'src/translate': ['src/map', 'src/values'],
  'src/auth': ['src/errors', 'src/http', 'src/redis'],
  'src/transport': ['src/auth', 'src/errors', 'src/http', 'src/redis', 'src/values'],
  'src/engine': ['src/errors', 'src/http', 'src/map', 'src/translate', 'src/transport', 'src/values'],
  'src/events': ['src/auth', 'src/errors', 'src/http', 'src/map', 'src/redis', 'src/values'],
  'src/facade': ['src/engine', 'src/errors', 'src/http', 'src/map', 'src/translate', 'src/transport', 'src/values'],
  'src/wrap': ['src/engine', 'src/errors', 'src/facade', 'src/map', 'src/translate', 'src/values'],
  'src/client': [
    'src/auth',
    'src/engine',
    'src/errors',
    'src/events',
    'src/facade',
    'src/http',
    'src/map',
    'src/translate',
    'src/transport',
    'src/values',
  ],
  'src/bx24': ['src/client', 'src/engine', 'src/errors', 'src/facade', 'src/map', 'src/translate', 'src/values'],
  'src/b24jssdk': ['src/engine', 'src/errors', 'src/facade', 'src/http', 'src/map', 'src/transport', 'src/values'],
  'src/crest': ['src/auth', 'src/client', 'src/engine', 'src/errors', 'src/facade', 'src/http', 'src/values'],
  'src/gateway': [
    'src/auth',
    'src/errors',
    'src/events',
    'src/facade',
    'src/http',
    'src/map',
    'src/redis',
    'src/translate',
    'src/transport',
    'src/values',
  ],
  src: [
    'src/auth',
    'src/client',
    'src/engine',
    'src/errors',
    'src/events',
    'src/http',
    'src/map',
    'src/redis',
    'src/translate',
    'src/transport',
  ],
  codemods: ['src/client', 'src/errors', 'src/http', 'src/map', 'src/translate', 'src/values'],
  cli: [
    'src/client',
    'codemods',
    'src/auth',
    'src/engine',
    'src/errors',
    'src/events',
    'src/gateway',
    'src/http',
    'src/map',
    'src/redis',
    'src/translate',
    'src/transport',
    'src/values',
  ],
  // Written from the vendor's pages, so that it can contradict the map.
  portal: [],
};

/** The event follower: a pattern may stand in a map of handlers, and both in what a payload becomes. */
const NATURAL = [
  'codemods/events/followMap.ts',
  'codemods/events/followPattern.ts',
  'codemods/events/followPayload.ts',
];

describe('the arrows of the house', () => {
  it('lead in no circle of files, but the natural one of the event follower', () => {
    expect(circlesIn(imports)).toEqual([NATURAL]);
  });

  it('lead from room to room as the table says', () => {
    const astray = [...imports].flatMap(([file, found]) =>
      found
        .filter((other) => roomOf(other) !== roomOf(file) && !ALLOWED[roomOf(file)]?.includes(roomOf(other)))
        .map((other) => `${file} → ${other}`),
    );
    expect(astray).toEqual([]);
  });

  it('are all walked by somebody', () => {
    const walked = new Set(
      [...imports].flatMap(([file, found]) => found.map((other) => `${roomOf(file)} → ${roomOf(other)}`)),
    );
    const idle = Object.entries(ALLOWED).flatMap(([room, others]) =>
      others.map((other) => `${room} → ${other}`).filter((arrow) => !walked.has(arrow)),
    );
    expect(idle).toEqual([]);
  });

  it('run down only', () => {
    expect(circlesIn(new Map(Object.entries(ALLOWED)))).toEqual([]);
    expect(new Set([...files.keys()].map(roomOf))).toEqual(new Set(Object.keys(ALLOWED)));
  });

  it('are seen, also where only a type goes round', () => {
    expect(importsOf('src/errors/ImbotError.ts', "import type { A } from '../http/redact';")).toEqual([
      'src/http/redact.ts',
    ]);
    expect(importsOf('src/engine/observe.ts', "await import('../map')")).toEqual(['src/map/index.ts']);
    const round = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', ['a']],
      ['d', []],
    ]);
    expect(circlesIn(round)).toEqual([['a', 'b', 'c']]);
  });

  it('reach the TypeScript compiler from the codemods and the command line only', () => {
    const loading = [...files].filter(([, text]) =>
      /(?:^import (?!type )[^;]*from|import\(|require\()\s*'ts-morph'/m.test(text),
    );
    const rooms = new Set(loading.map(([file]) => roomOf(file)));
    expect([...rooms].sort()).toEqual(['codemods']);
  });
});
