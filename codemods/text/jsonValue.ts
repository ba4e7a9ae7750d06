/** Is a name the value of a key within a text of JSON, `{"method":"imbot.message.add"}`, or the head of one? */
export function isJsonValue(before: string, after: string): boolean {
  return /^\s*[[{]/.test(before) && /"\s*:\s*(?:\\?"|"")$/.test(before) && /^(?:\\?"|\?[\w[\]%]+=)/.test(after);
}
