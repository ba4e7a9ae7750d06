/** Room for the bodies that are held while their calls run. First come, first served. */
export interface Room {
  take(bytes: number): RoomPlace;
}

/** A place in it, or in the queue before it. */
export interface RoomPlace {
  /** Resolves when there is room. */
  readonly ready: Promise<void>;
  /** Gives it back, or leaves the queue. */
  leave(): void;
}

/** @param most bytes in all; a body that is longer waits until it is alone */
export function createRoom(most: number): Room {
  let held = 0;
  const queue = new Set<{ readonly bytes: number; readonly enter: () => void }>();

  function admit(): void {
    for (const waiting of queue) {
      if (held > 0 && held + waiting.bytes > most) return;
      queue.delete(waiting);
      held += waiting.bytes;
      waiting.enter();
    }
  }

  return {
    take(bytes) {
      let isIn = false;
      let enter = (): void => {};
      const ready = new Promise<void>((resolve) => {
        enter = () => {
          isIn = true;
          resolve();
        };
      });
      const waiting = { bytes, enter };
      queue.add(waiting);
      admit();
      let isOver = false;
      return {
        ready,
        leave() {
          if (isOver) return;
          isOver = true;
          if (isIn) held -= bytes;
          else queue.delete(waiting);
          admit();
        },
      };
    },
  };
}
