/** The REST revision from which v2 can be used: below it flags of messages may be ignored. */
export const LOWEST_REVISION = 33;

/** Characters of a botToken that v2 registers a bot with. */
export const LONGEST_TOKEN = 40;

/** Entries of a page of v2's lists. */
export const PAGE_SIZE = 50;

/** v2 answers at most this many members of a chat and has no pages. */
export const MOST_MEMBERS = 200;
