import { describe, expect, it } from 'vitest';
import { FACADES } from './all';
import { ACCEPTED, play, SEEN, setScene } from './scenario';
import { identityOf } from './transports';

describe.each(FACADES)('%s', (_name, { who, make, anewAs }) => {
  const run = async (mode: 'v1' | 'auto' | 'v2' | 'audit') => {
    const scene = await setScene(who);
    const subject = make(scene, { mode, accept: [...ACCEPTED], warnings: false });
    try {
      const seen = await play(subject, scene, identityOf(who));
      const { requests } = scene.portal;
      return {
        seen,
        state: scene.portal.snapshot(),
        generations: [...new Set(requests.map(({ generation }) => generation))].sort(),
        encodings: [...new Set(requests.filter(({ inBatch }) => !inBatch).map(({ encoding }) => encoding))],
        report: subject.report?.(),
      };
    } finally {
      await subject.close?.();
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
    expect(v1.generations).toEqual(['other', 'v1']);
    expect(v2.generations).toEqual(['other', 'v2']);
    // Look-ups without parameters have no body; apart from them the transport encodes as ever.
    const known = [...v1.encodings, 'none', ...(anewAs ? [anewAs] : [])];
    expect(known).toEqual(expect.arrayContaining(v2.encodings));
  });

  it('sends v1 in audit mode and reports what v2 would be', async () => {
    const { seen, generations, report } = await run('audit');
    expect(seen).toEqual(SEEN);
    expect(generations).toEqual(['other', 'v1']);
    if (report === undefined) return;
    expect(report).toMatchObject({
      version: 1,
      methods: {
        'imbot.message.add': { calls: 3, sent: { v1: 3, v2: 0, refused: 0 }, auto: { v1: 0, v2: 3 } },
        'imbot.bot.list': {
          calls: 1,
          verdicts: { lossy: 1 },
          losses: { 'bot-list-scope': 1 },
          auto: { v1: 1, v2: 0 },
          v2: { sent: 0, refused: 1 },
        },
      },
    });
    expect(JSON.stringify(report)).not.toMatch(/s3cr3tpath|old_bot_client_id|Choose/);
  });
});
