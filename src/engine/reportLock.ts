/** Pauses between two looks at the lock (ms), and how many: processes of one bot often end together. */
const PAUSE_MS = 10;
const MOST_PAUSES = 300;
/** A lock is held for some milliseconds; one that nobody touches for so many looks was left by a process that was killed. */
const SILENT_LOOKS = 25;

/** What a lock file holds, by which its holder is known again; undefined where there is none. */
type Look = (path: string) => string | undefined;

/** The file operations of a lock, handed in because this code is also loaded where there are no files. */
export interface LockFiles {
  /** Makes the file, or returns false where there is one. */
  create(path: string, text: string): boolean;
  read: Look;
  remove(path: string): void;
}

/**
 * Takes the lock of the report file, waiting synchronously, for the process ends. Returns what gives it back, or undefined when
 * it took too long. A lock whose holder is gone is taken over after a quarter of a second: it is known by its random text,
 * never by a pid or a clock.
 */
export function takeReportLock(lock: string, files: LockFiles): (() => void) | undefined {
  const mine = crypto.randomUUID();
  let seen: string | undefined;
  let looks = 0;
  for (let pauses = 0; pauses < MOST_PAUSES; pauses++) {
    if (files.create(lock, mine)) {
      return () => {
        if (files.read(lock) === mine) files.remove(lock);
      };
    }
    const found = files.read(lock);
    looks = found === seen ? looks + 1 : 0;
    seen = found;
    if (found !== undefined && looks >= SILENT_LOOKS) {
      clearAway(lock, found, files);
      looks = 0;
    } else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
  }
  return undefined;
}

/** Only one who made the guard of a holder that is gone removes its lock, so that nobody removes that of an heir. */
function clearAway(lock: string, gone: string, { create, read, remove }: LockFiles): void {
  const guard = `${lock}.${/^[0-9a-f-]{36}$/.test(gone) ? gone : 'nameless'}`;
  // A guard that stands means that its maker is at work, or was killed too: then it goes, and the next round decides.
  if (create(guard, '') && read(lock) === gone) remove(lock);
  remove(guard);
}
