import { MOST_WAITING } from './WaitingPairs';

/** Pairs that wait until somebody can say whether they are to be held. Those of installations come first, the newest before. */
export interface Candidates<Handed> {
  /** False where it waits already. */
  add(handed: Handed, isInstallation: boolean): boolean;
  remove(handed: Handed): void;
  /** @returns those that waited */
  clear(): readonly Handed[];
  /** Is there one of an installation? */
  hasInstallation(): boolean;
  /** Does one wait that came with this access token? */
  has(token: string): boolean;
  /** Those of pages, which everybody opens, only where they are asked for. */
  inTurn(withPages: boolean): readonly Handed[];
}

/** How many wait: strangers can post what they like. As many as are kept, or one that is kept would be looked at after the next start only. */
const MOST = { installations: MOST_WAITING, pages: 1 } as const;

export function createCandidates<
  Handed extends { readonly auth: Readonly<Record<string, unknown>> },
>(): Candidates<Handed> {
  let waiting: { readonly installations: readonly Handed[]; readonly pages: readonly Handed[] } = NONE;
  const all = (): readonly Handed[] => [...waiting.installations, ...waiting.pages];
  const without = (list: readonly Handed[], { auth }: Handed): readonly Handed[] =>
    list.filter((one) => one.auth['access_token'] !== auth['access_token']);
  return {
    add(handed, isInstallation) {
      const kind = isInstallation ? 'installations' : 'pages';
      if (all().some(({ auth }) => auth['access_token'] === handed.auth['access_token'])) return false;
      waiting = { ...waiting, [kind]: [handed, ...waiting[kind]].slice(0, MOST[kind]) };
      return true;
    },
    remove(handed) {
      waiting = {
        installations: without(waiting.installations, handed),
        pages: without(waiting.pages, handed),
      };
    },
    clear() {
      const before = all();
      waiting = NONE;
      return before;
    },
    hasInstallation: () => waiting.installations.length > 0,
    has: (token) => all().some(({ auth }) => auth['access_token'] === token),
    inTurn: (withPages) => (withPages ? all() : waiting.installations),
  };
}

const NONE = { installations: [], pages: [] } as const;
