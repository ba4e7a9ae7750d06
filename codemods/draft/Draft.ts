/** The v2 call of a site that stays, for the one who moves it by hand. */
export interface Draft {
  /** The call as far as it can be written. Secrets that stand in the source are hidden. */
  readonly code: string;
  /** What is left to decide, a sentence each; the reasons of the site are told apart. */
  readonly decide: readonly string[];
}

export const DRAFT_TEXTS = {
  several: (methods: readonly string[]) => `v2 needs several calls here: ${methods.join(', ')}.`,
  imports: (names: readonly string[], from: string) => `Import ${names.join(' and ')} from ${from}.`,
  value: (param: string, why: string) => `${param}: ${why}`,
  dropped: (param: string, why: string) => `${param} is left out: ${why}`,
  kept: (source: string, why: string) => `\`${source}\` stands as it was: ${why}`,
  elsewhere: (param: string, page: string) =>
    `${param} is left out: it has no place of its own in this call. See ${page}.`,
  answer: (path: string) =>
    `The answer: what v1 gives as result stands at ${path} in v2. Change what reads it together with the call.`,
  noBot: 'botId: v2 always needs it.',
  skeleton: 'Only the parameters that v1 requires are written out.',
} as const;
