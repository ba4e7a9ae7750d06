import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/http/clock';
import { createLimiter } from '../../src/transport/createLimiter';
import { limiterFor, sharedLimiters } from '../../src/transport/limiterFor';
import { manualClock } from './clocks';

afterEach(() => sharedLimiters().clear());

describe('the leaky bucket', () => {
  it('lets 50 through at once and two a second after that, first come first served', async () => {
    const clock = manualClock();
    const limiter = createLimiter({ burst: 50, perSecond: 2 }, clock);
    const went: number[] = [];
    for (let i = 0; i < 60; i++) {
      const place = limiter.take('acme');
      if (place === undefined) went.push(i);
      else void place.ready.then(() => went.push(i));
    }
    expect(went).toHaveLength(50);
    await clock.advance(1000);
    expect(went).toHaveLength(52);
    await clock.advance(4000);
    expect(went).toEqual(Array.from({ length: 60 }, (_, i) => i));
    expect(clock.pending()).toBe(0);
  });

  it('counts each portal for itself', () => {
    const limiter = createLimiter({ burst: 1, perSecond: 1 }, manualClock());
    expect(limiter.take('a')).toBeUndefined();
    expect(limiter.take('b')).toBeUndefined();
    expect(limiter.take('a')).toBeDefined();
  });

  it('a place that is given up goes to the next, and the last takes the timer along', async () => {
    const clock = manualClock();
    const limiter = createLimiter({ burst: 1, perSecond: 1 }, clock);
    limiter.take('a');
    const first = limiter.take('a');
    const second = limiter.take('a');
    let went = false;
    void second?.ready.then(() => {
      went = true;
    });
    first?.cancel();
    await clock.advance(1000);
    expect(went).toBe(true);
    const third = limiter.take('a');
    expect(clock.pending()).toBe(1);
    third?.cancel();
    expect(clock.pending()).toBe(0);
  });

  it('a newcomer does not overtake, although the timer is late', () => {
    const clock = manualClock();
    let late = 0;
    const limiter = createLimiter({ burst: 1, perSecond: 1 }, { ...clock, now: () => clock.now() + late });
    limiter.take('a');
    expect(limiter.take('a')).toBeDefined();
    late = 5000;
    expect(limiter.take('a')).toBeDefined();
  });

  it('is full when the portal says so', async () => {
    const clock = manualClock();
    const limiter = createLimiter({ burst: 10, perSecond: 2 }, clock);
    limiter.full?.('a');
    expect(limiter.take('a')).toBeDefined();
  });

  it('never lets more through than the portal would take, whatever the arrivals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 60 }),
        async (burst, perSecond, gaps) => {
          const clock = manualClock();
          const limiter = createLimiter({ burst, perSecond }, clock);
          const at: number[] = [];
          for (const gap of gaps) {
            await clock.advance(gap);
            const place = limiter.take('a');
            if (place === undefined) at.push(clock.now());
            else void place.ready.then(() => at.push(clock.now()));
          }
          await clock.advance(((gaps.length + 1) / perSecond) * 1000 + 1000);
          let level = 0;
          let last = at[0] ?? 0;
          for (const moment of at) {
            level = Math.max(0, level - ((moment - last) / 1000) * perSecond) + 1;
            last = moment;
            if (level > burst + 1e-6) return false;
          }
          return at.length === gaps.length;
        },
      ),
      { seed: 3, numRuns: process.env['IMBOT_FULL'] ? 500 : 15 },
    );
  });
});

describe('the option', () => {
  it('shares buckets between clients with the same rates', () => {
    expect(limiterFor('standard', systemClock)).toBe(limiterFor({ burst: 50, perSecond: 2 }, systemClock));
    expect(limiterFor('enterprise', systemClock)).toBe(limiterFor({ burst: 250, perSecond: 5 }, systemClock));
    expect(limiterFor('standard', systemClock)).not.toBe(limiterFor('enterprise', systemClock));
  });

  it('takes a limiter of the caller, and none', () => {
    const mine = createLimiter({ burst: 1, perSecond: 1 });
    expect(limiterFor(mine, systemClock)).toBe(mine);
    expect(limiterFor(false, systemClock)).toBeUndefined();
  });
});
