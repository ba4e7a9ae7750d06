/** TYPE of imbot.chat.add: an open chat is `open` in v2, a closed one says nothing. */
export function openType(value: unknown): 'open' | undefined {
  return value === 'OPEN' ? 'open' : undefined;
}
