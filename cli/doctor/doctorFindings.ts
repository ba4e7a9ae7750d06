import type { Fields } from '../../src/events/types';
import { systemCode } from '../../src/http/systemCodes';
import { LONGEST_TOKEN, LOWEST_REVISION } from '../../src/map/limits';
import { V2 } from '../../src/map/v2Names';
import { isFields } from '../../src/values/structures';
import { ownBots } from '../bots/ownBots';
import { bindingsOf } from '../cutover/lookAtBot';
import { identity, type LivePortal, objectIn, type Said } from '../livePortal';
import { counted } from '../printSites';
import { botPlace, type PlaceEvidence } from './botPlace';
import { FINDINGS, type FindingId, type Level } from './doctorTexts';

export interface Finding {
  readonly id: FindingId;
  readonly level: Level;
  readonly what: string;
  readonly todo?: string;
}

/** The portal could not be asked at all. */
export interface Unreachable {
  readonly unreachable: { readonly code: string; readonly text: string };
}

/** Asks a portal what an owner has to know before the switch. Sends reads only. */
export async function doctorFindings(
  portal: LivePortal,
  botId?: number,
  stateOf: StateOf = () => undefined,
): Promise<{ findings: Finding[] } | Unreachable> {
  const findings: Finding[] = [];
  const add = (id: FindingId, values: Record<string, string | number> = {}) => findings.push(finding(id, values));

  const scopes = await portal.read('scope');
  if (!scopes.ok && portal.isUnreachable(scopes.code)) return { unreachable: { code: scopes.code, text: scopes.text } };
  if (!scopes.ok && isNobody(scopes.code)) {
    add('portal-refuses', refusal(scopes));
    return { findings };
  }
  const granted = scopes.ok && Array.isArray(scopes.result) ? scopes.result.map(String) : undefined;
  add('portal-answers', { scopes: granted?.join(', ') ?? 'not told' });
  if (granted?.includes('imbot') === false) {
    add('scope-imbot');
    return { findings };
  }

  const v1 = await portal.read('imbot.bot.list', portal.clientId === undefined ? {} : { CLIENT_ID: portal.clientId });
  const known = v1.ok && isFields(v1.result) ? Object.keys(v1.result).length : 0;
  if (v1.ok) add('v1-answers', { count: counted(known, 'bot') });
  else add('v1-refuses', refusal(v1));

  const revision = await portal.read(V2.revisionGet);
  const rest = revision.ok ? Number(objectOf(revision)['rest'] ?? 0) : 0;
  if (!revision.ok) add('v2-missing', refusal(revision));
  else add(rest >= LOWEST_REVISION ? 'v2-there' : 'v2-old', { revision: rest });

  if (portal.kind === 'webhook' && portal.clientId === undefined) {
    add('no-client-id');
    return { findings };
  }
  if (portal.clientId !== undefined) {
    const { length } = portal.clientId;
    add(length > LONGEST_TOKEN ? 'token-length' : 'token-fits', { length });
  }
  if (!revision.ok) return { findings };

  if (botId === undefined) await allBots(portal, known, add, stateOf);
  else await oneBot(portal, botId, add, stateOf);
  return { findings };
}

type Add = (id: FindingId, values?: Record<string, string | number>) => void;
type StateOf = (bot: number) => PlaceEvidence['state'];

async function allBots(portal: LivePortal, known: number, add: Add, stateOf: StateOf): Promise<void> {
  const own = await ownBots(portal);
  if ('refused' in own) {
    add('bots-refused', refusal(own.refused));
    return;
  }
  const { bots } = own;
  if (bots.length === 0 && known > 0) add('no-own-bots', { count: counted(known, 'bot') });
  if (bots.length === 0 && known === 0) add('no-bots');
  if (bots.length === 0) return;
  add('bots-opened', { count: counted(bots.length, 'bot') });
  // Addresses are told by application: those of one bot are its own.
  const told = portal.kind === 'oauth' && bots.length === 1 ? await bindingsOf(portal) : { list: [] };
  const bindings = 'list' in told ? told.list : [];
  for (const bot of bots) add('bot-opens', botValues(bot, { bindings, state: stateOf(Number(bot['id'])) }));
  if (portal.kind === 'oauth' && bots.length > 1) add('shared-application', { count: counted(bots.length, 'bot') });
  add('events-by-registration');
}

async function oneBot(portal: LivePortal, id: number, add: Add, stateOf: StateOf): Promise<void> {
  const said = await portal.read(V2.botGet, { botId: id, ...identity(portal) });
  if (!said.ok) {
    add('bot-refused', { id, ...refusal(said) });
    return;
  }
  const bot = objectIn(said.result, 'bot');
  // Strangers are answered without eventMode.
  if (bot['eventMode'] === undefined) {
    add('bot-foreign', { id });
    return;
  }
  const state = stateOf(id);
  add('bot-opens', botValues(bot, { state }));
  // What was moved needs no advice to move it.
  const isMoved = state !== undefined && state !== 'unreadable' && state.stage === 'moved';
  if (!isMoved) add('events-by-registration');
}

function botValues(bot: Fields, evidence: PlaceEvidence): Record<string, string> {
  return { id: String(bot['id']), code: String(bot['code']), mode: botPlace(String(bot['eventMode']), evidence) };
}

function refusal(said: Extract<Said, { ok: false }>): { code: string; text: string } {
  return { code: said.code, text: said.text };
}

function objectOf(said: Said): Fields {
  return said.ok && isFields(said.result) ? said.result : {};
}

function finding(id: FindingId, values: Record<string, string | number>): Finding {
  const text: { level: Level; what: string; todo?: string } = FINDINGS[id];
  const fill = (template: string) =>
    template.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
  return {
    id,
    level: text.level,
    what: fill(text.what),
    ...(text.todo === undefined ? {} : { todo: fill(text.todo) }),
  };
}

/** Does the portal not know who calls? */
function isNobody(code: string): boolean {
  return systemCode(code).lacks === 'login' || code === 'REINSTALL';
}
