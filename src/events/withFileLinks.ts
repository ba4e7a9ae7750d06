import { FILE_DOWNLOAD } from '../map/v2Names';
import { isFields } from '../values/structures';
import { entriesOf } from './eventIdentity';
import type { EventClient, V1Event } from './types';

/**
 * Puts a link to each file of a message where v1 had one, `PARAMS.FILES[id].urlDownload`. v2 tells the ids alone, and a link is
 * good for one download. A file whose link the portal does not give stays without.
 */
export async function withFileLinks(event: V1Event, imbot: EventClient): Promise<void> {
  const { PARAMS, BOT } = event.data;
  const [botId] = Object.keys(isFields(BOT) ? BOT : {}).map(Number);
  for (const file of entriesOf(isFields(PARAMS) ? PARAMS['FILES'] : undefined)) {
    try {
      const answer = await imbot.call(FILE_DOWNLOAD, { botId, fileId: Number(file['id']) });
      if (isFields(answer) && typeof answer['downloadUrl'] === 'string') file['urlDownload'] = answer['downloadUrl'];
    } catch {}
  }
}
