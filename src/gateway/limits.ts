/** What the gateway reads and holds; what is only passed on is not read. */
export const GATEWAY_LIMITS = {
  /** Bytes of the body of a call that is translated; a longer one goes on as v1, unread. */
  read: 8 * 1024 * 1024,
  /** Bytes of all bodies that are held at once, short ones not counted; parsed they take several times as much. */
  held: 64 * 1024 * 1024,
  /** Bytes of any body: a file of 100 MB in Base64, and what stands around it. */
  body: 150 * 1024 * 1024,
  /** Bytes of a body that is sent on in one piece, so that it can follow a portal that has moved. */
  piece: 64 * 1024,
  /** Fields of a form. PHP is set to 10,000 on portals (`max_input_vars`). */
  fields: 10_000,
  /** Commas of JSON; a text with more goes on as v1, unread: each name costs every step of a translation. */
  items: 100_000,
  /** Levels of JSON: `json_decode` of PHP goes no deeper than 512. */
  depth: 512,
  /** Milliseconds for a translated call: a request may run 60 s on the portal. */
  time: 65_000,
  /** Milliseconds that a call waits until there is room for its body. */
  patience: 30_000,
  /** Milliseconds without a byte of an answer that is passed on. */
  silence: 300_000,
} as const;
