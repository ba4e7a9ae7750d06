import type { Log } from './createLog';

/**
 * Tells the warnings of the process, Node's own and ours of the token store, as lines of the log: whatever reads standard error line by
 * line takes text for a fault.
 *
 * @returns gives them back to Node
 */
export function logWarnings(log: Log): () => void {
  // Node has no other way to tell its own apart from those of whoever loads the gateway. Without it warnings are switched off.
  const printing = process.listeners('warning').filter(({ name }) => name === 'onWarning');
  if (printing.length === 0) return () => {};
  const tell = (warning: Error & { readonly code?: unknown }): void => {
    log('warning', { name: warning.name, code: warning.code, message: warning.message });
  };
  for (const print of printing) process.off('warning', print);
  process.on('warning', tell);
  return () => {
    process.off('warning', tell);
    for (const print of printing) process.on('warning', print);
  };
}
