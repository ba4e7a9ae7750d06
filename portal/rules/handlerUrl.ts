/** Whether a handler address is one that the portal would take. */
export function handlerUrl(value: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
