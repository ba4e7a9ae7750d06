import { describe, expect, it } from 'vitest';
import { ACCEPTED, play, SEEN, setScene } from './scenario';
import { identityOf, SHAPES } from './transports';

describe.each(Object.entries(SHAPES))('wrapCall over %s', (_name, { who, make }) => {
  const run = async (mode: 'v1' | 'auto' | 'v2' | 'audit') => {
    const scene = await setScene(who);
    try {
      const subject = make(scene, { mode, accept: [...ACCEPTED], warnings: false });
      const seen = await play(subject, scene, identityOf(who));
      const generations = scene.portal.requests.map(({ method, generation }) => `${generation} ${method}`);
      return { seen, state: scene.portal.snapshot(), generations, report: subject.report() };
    } finally {
      await scene.server.close();
    }
  };

  it('gives the caller the same values and leaves the same state in v1, auto and v2', async () => {
    const v1 = await run('v1');
    const v2 = await run('v2');
    const auto = await run('auto');
    expect(v1.seen).toEqual(SEEN);
    expect(v2.seen).toEqual(SEEN);
    expect(auto.seen).toEqual(SEEN);
    expect(v2.state).toEqual(v1.state);
    expect(auto.state).toEqual(v1.state);
    expect(v1.generations.some((sent) => sent.startsWith('v2'))).toBe(false);
    expect(v2.generations.some((sent) => sent.startsWith('v1'))).toBe(false);
  });

  it('sends v1 in audit mode and reports what v2 would be', async () => {
    const { generations, report } = await run('audit');
    expect(generations.some((sent) => sent.startsWith('v2'))).toBe(false);
    expect(report).toMatchObject({
      methods: {
        'imbot.message.add': { calls: 3, sent: { v1: 3, v2: 0, refused: 0 }, auto: { v1: 0 } },
        'imbot.bot.list': { calls: 1, verdicts: { lossy: 1 }, losses: { 'bot-list-scope': 1 }, auto: { v1: 1, v2: 0 } },
      },
    });
  });
});
