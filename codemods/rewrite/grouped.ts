import type { Piece } from './pieces';

export interface Group {
  readonly name: string;
  readonly pieces: readonly (Piece | Group)[];
}

/** Pieces of one inner object stand together, where the first of them stood. */
export function grouped(pieces: readonly Piece[], depth = 0): (Piece | Group)[] {
  const found: (Piece | Group)[] = [];
  const names = new Set<string>();
  for (const piece of pieces) {
    const name = piece.within[depth];
    if (name === undefined) found.push(piece);
    else if (!names.has(name)) {
      names.add(name);
      found.push({
        name,
        pieces: grouped(
          pieces.filter((other) => other.within[depth] === name),
          depth + 1,
        ),
      });
    }
  }
  return found;
}

export function isGroup(one: Piece | Group): one is Group {
  return 'pieces' in one;
}
