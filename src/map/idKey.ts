/**
 * One key for what an id names, by whichever parameter: CHAT_ID 7 and DIALOG_ID chat7 are one chat, DIALOG_ID 7 is a talk with
 * user 7, and 7 is '7'. Undefined for what is no id.
 *
 * @param name of the parameter, in lower case and without `_`
 */
export function idKey(name: string, value: unknown): string | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : '';
  const [, chat = '', digits] = /^\+?(chat)?0*(\d+)/.exec(text) ?? [];
  return digits === undefined ? undefined : `${name === 'chatid' ? 'chat' : chat}${digits}`;
}
