import type { FileResult } from '../plan/FileResult';

export interface Portals {
  /** Modules under which calls to more than one portal would go. */
  readonly shared: ReadonlySet<string>;
  readonly note: (result: FileResult) => void;
  /** Files that were planned before that showed. */
  readonly again: () => readonly string[];
}

/** Which portals the calls have that go through each client. */
export function createPortals(): Portals {
  const portals = new Map<string, Set<string>>();
  const files = new Map<string, Set<string>>();
  const shared = new Set<string>();
  return {
    shared,
    note({ path, facades = [] }) {
      for (const { module, portal } of facades) {
        files.set(module, (files.get(module) ?? new Set()).add(path));
        if (portal === undefined) continue;
        const known = (portals.get(module) ?? new Set()).add(portal);
        portals.set(module, known);
        if (known.size > 1) shared.add(module);
      }
    },
    again: () => [...new Set([...shared].flatMap((module) => [...(files.get(module) ?? [])]))].sort(),
  };
}
