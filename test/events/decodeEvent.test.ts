import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../src/events/index';

const FILES = { message: { params: { FILE_ID: ['138', '139'] } } };

describe('decodeEvent', () => {
  it.each([
    ['a form', 'event=onimbotv2messageadd&data[message][params][FILE_ID][0]=138&data[message][params][FILE_ID][1]=139'],
    [
      'a form with []',
      'event=ONIMBOTV2MESSAGEADD&data[message][params][FILE_ID][]=138&data[message][params][FILE_ID][]=139',
    ],
    [
      'a flat object',
      {
        event: 'ONIMBOTV2MESSAGEADD',
        'data[message][params][FILE_ID][0]': '138',
        'data[message][params][FILE_ID][1]': '139',
      },
    ],
    [
      'what a shallow parser left',
      { event: 'ONIMBOTV2MESSAGEADD', data: { message: { '[params][FILE_ID]': ['138', '139'] } } },
    ],
    ['JSON bytes', new TextEncoder().encode(JSON.stringify({ event: 'ONIMBOTV2MESSAGEADD', data: FILES }))],
    [
      'search parameters',
      new URLSearchParams({
        event: 'ONIMBOTV2MESSAGEADD',
        'data[message][params][FILE_ID][0]': '138',
        'data[message][params][FILE_ID][1]': '139',
      }),
    ],
  ])('reads the same from %s', (_, body) => {
    expect(decodeEvent(body)).toMatchObject({ generation: 'v2', event: 'ONIMBOTV2MESSAGEADD', data: FILES });
  });

  it('goes by the body where the content type is wrong', () => {
    expect(decodeEvent('event=X&data[A]=1', { contentType: 'application/json' })).toMatchObject({
      event: 'X',
      data: { A: '1' },
    });
    expect(decodeEvent('{"event":"X"}', { contentType: 'application/x-www-form-urlencoded' })).toMatchObject({
      event: 'X',
    });
  });

  it('takes brackets that do not close as part of a name', () => {
    expect(decodeEvent('event=X&data[a=1&data[PARAMS][b[c]=2').raw).toEqual({
      event: 'X',
      'data[a': '1',
      'data[PARAMS][b[c]': '2',
    });
  });

  it('knows queue events by id and dates them', () => {
    const event = { eventId: '1001', type: 'ONIMBOTV2DELETE', date: '2025-01-15T10:30:00+02:00', data: [] };
    expect(decodeEvent(event)).toMatchObject({ event: 'ONIMBOTV2DELETE', eventId: 1001, ts: '1736929800', data: {} });
    expect(decodeEvent({ ...event, date: 'never' })).not.toHaveProperty('ts');
  });

  it('takes installation and user events for what they are', () => {
    expect(decodeEvent('event=ONAPPINSTALL&auth[member_id]=m')).toMatchObject({
      generation: 'v1',
      auth: { member_id: 'm' },
    });
    expect(decodeEvent({ event: 'ONIMV2MESSAGEADD' })).toMatchObject({ generation: 'v2' });
  });
});
