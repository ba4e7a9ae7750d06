import { FILE_DOWNLOAD } from '../map/v2Names';
import { isFields } from '../values/structures';
import type { EventClient, V1Event } from './types';

/**
 * Puts a link to each file of a message where v1 had one, `PARAMS.FILES[id].urlDownload`. v2 tells the ids alone, and a link is
 * good for one download. A file whose link the portal does not give stays without.
 */
export async function withFileLinks(event: V1Event, imbot: EventClient): Promise<void> {
  const params = event.data['PARAMS'];
  const files = isFields(params) && isFields(params['FILES']) ? Object.values(params['FILES']) : [];
  const bot = event.v2?.data['bot'];
  for (const file of files.filter(isFields)) {
    try {
      const question = { botId: Number(isFields(bot) ? bot['id'] : 0), fileId: Number(file['id']) };
      const answer = await imbot.call(FILE_DOWNLOAD, question);
      if (isFields(answer) && typeof answer['downloadUrl'] === 'string') file['urlDownload'] = answer['downloadUrl'];
    } catch {}
  }
}
