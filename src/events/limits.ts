/**
 * What one event body may hold. A message has up to 20,000 characters and an attachment up to 60,000, percent-encoded at
 * nine bytes a letter; the deepest documented nesting, a grid in an attachment in a message, stays under 12.
 */
export const LIMITS = { characters: 4_000_000, fields: 20_000, depth: 24, keyCharacters: 1_000 } as const;

/** How long a body may take to come, in milliseconds. */
export const BODY_TIME = 30_000;
