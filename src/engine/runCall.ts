import { replayByName } from '../map/reads';
import { CannotTranslate, Refused } from '../translate/signals';
import { portalTakes } from './bridge';
import { decide } from './decide';
import type { Desk } from './desk';
import { unknownMethod } from './errors';
import { getsV2Events, noteLeft } from './eventFormat';
import { afterFailure, goesBack, refusalOf } from './failures';
import { forget } from './forget';
import { inOrder } from './inOrder';
import { readCall } from './readCall';
import { replayOf, sendAsV1 } from './sendAsV1';
import { sendAsV2 } from './sendAsV2';
import type { Connection, Envelope, OwnOptions } from './types';

/** Sends a call where `decide` says, and the portal takes it; in mode `auto` again as v1 where nothing ran. */
export async function runCall(
  desk: Desk,
  connection: Connection,
  named: string,
  input?: object | null,
  own: OwnOptions = {},
): Promise<Envelope> {
  // Here, so that what cannot be read rejects.
  const call = readCall(desk, connection, named, input, own);
  const { entry, mode, portal, known, params, translation } = call;
  try {
    if (entry === undefined) {
      if (desk.countUnknown(named) && mode === 'v2') throw unknownMethod(named);
      return await sendAsV1(desk, call, replayByName(named, params));
    }
    const { sent } = desk.count(entry, translation);
    if (translation === undefined) {
      sent.v1 += 1;
      return await sendAsV1(desk, call, replayOf(entry, params));
    }
    desk.options.observe?.(translation, mode);
    const decision = decide({
      mode,
      translation,
      portalKnown: portal !== undefined,
      foreign: connection.foreign === true,
      accepts: (loss) => desk.accepts(own, loss),
    });
    if ('refuse' in decision) {
      sent.refused += 1;
      throw refusalOf(call, decision);
    }
    const { replay, one } = translation;
    if (decision.to === 'v2' && (mode === 'auto' || one === undefined)) inOrder.enter(call);
    let toV2: boolean | undefined = decision.to === 'v2';
    if (mode === 'auto' && toV2) {
      toV2 = (await portalTakes(desk, call, translation)) && (await getsV2Events(desk, call, translation));
      if (one && call.departure?.before) {
        await inOrder.turn(call);
        // v2 may have refused those before.
        toV2 &&= await portalTakes(desk, call, translation);
      }
    }
    if (!toV2) {
      sent.v1 += 1;
      return await sendAsV1(desk, call, replay);
    }
    try {
      const envelope = await sendAsV2(call, translation);
      sent.v2 += 1;
      if (entry.ends) forget(known.facts, entry.ends, params);
      // Otherwise nobody asks.
      if (desk.options.context.events === 'v2') noteLeft(desk, call, entry.v1, envelope.result);
      return envelope;
    } catch (error) {
      if (mode === 'auto' && goesBack(error, desk, call, translation)) {
        sent.v1 += 1;
        return await sendAsV1(desk, call, replay);
      }
      sent[error instanceof Refused || error instanceof CannotTranslate ? 'refused' : 'v2'] += 1;
      return await afterFailure(error, desk, call, translation);
    }
  } finally {
    // It ended without having left.
    if (call.departure) inOrder.leave(call);
  }
}
