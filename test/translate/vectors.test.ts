import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { explain } from '../../src/translate/index';

const { vectors } = JSON.parse(readFileSync(new URL('../vectors/calls.json', import.meta.url), 'utf8'));

describe('verdicts of the golden calls', () => {
  for (const vector of vectors) {
    test(vector.name, () => {
      const explanation = explain(vector.call.method, vector.call.params, {
        auth: vector.auth,
        clientId: vector.clientId,
        botId: vector.botId,
        events: vector.events,
      });
      if (vector.verdict) expect(explanation.verdict).toBe(vector.verdict);
      if (vector.refused)
        expect(explanation.losses.map((loss) => loss.id)).toEqual(expect.arrayContaining(vector.refused));
      if (vector.error && vector.exchanges.length === 0) expect(explanation.refusal).toMatchObject(vector.error);
    });
  }
});
