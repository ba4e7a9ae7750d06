import { describe, expect, it } from 'vitest';
import { decodeEvent, toV1Event } from '../../src/events/index';
import golden from '../vectors/events.json';

interface Vector {
  name: string;
  contentType: string;
  body: string;
  expect: object | null;
  absent?: string[];
}

const vectors: Vector[] = golden.vectors;

describe('golden events', () => {
  it.each(vectors)('$name', ({ contentType, body, expect: wanted, absent = [] }) => {
    const event = toV1Event(decodeEvent(body, { contentType }));
    if (wanted === null) expect(event).toBeNull();
    else expect(event).toMatchObject(wanted);
    for (const path of absent) expect(event).not.toHaveProperty(path);
  });
});
