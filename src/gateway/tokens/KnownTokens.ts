/**
 * Whose a token is that was handed out: `own` belongs to the held pair (its user and application), `application` to the same
 * application and perhaps another user.
 */
export interface KnownToken {
  readonly kind: 'own' | 'application';
  /** Unix seconds until which it lives; 0 where nobody said. */
  readonly until: number;
}

/** Remembers, by hash, the tokens that bots may have from the portal. */
export interface KnownTokens {
  /** Resolves when they would be known after a crash, or cannot be kept: then they are known to this process. */
  note(tokens: ReadonlyMap<string, KnownToken>): Promise<void>;
  find(token: string): Promise<KnownToken | undefined>;
  close(): Promise<void>;
}

/** How many tokens of each kind are remembered, the newest. */
export const MOST_KNOWN = 10_000;
