import type { Edit, Site } from '../plan/site';

interface Planned {
  readonly edits: readonly Edit[];
}

const ROUNDS = 4;

/**
 * Lets sites that lie within each other change together: `sent.result` of one call in the parameters of the next, a
 * call within the parameters of a call. The outer one is planned again with the inner edits in its text; all of them
 * then carry the edits of all.
 * @param again plans a site and those that go with it anew, the edits of neighbours taken into its texts
 */
export function composed<Plan extends Planned>(
  plans: Map<Site, Plan>,
  again: (site: Site, neighbours: readonly Edit[]) => readonly (readonly [Site, Plan])[],
): Map<Site, Plan> {
  for (let round = 0; round < ROUNDS; round += 1) {
    let changed = false;
    const within = neighboursOf(plans);
    for (const [site, plan] of [...plans]) {
      const inner = within.get(plan.edits);
      if (!inner) continue;
      for (const [owner, next] of again(site, inner)) {
        changed ||= JSON.stringify(next.edits) !== JSON.stringify(plans.get(owner)?.edits);
        plans.set(owner, next);
      }
    }
    if (!changed) break;
  }
  return joined(plans);
}

type Edits = readonly Edit[];

/** The lists of edits of all plans, each once: the sites of one batch share one list. */
function listsOf(plans: ReadonlyMap<Site, Planned>): Set<Edits> {
  return new Set([...plans.values()].map(({ edits }) => edits).filter((edits) => edits.length > 0));
}

/** Which edits of others lie within those of a list. */
function neighboursOf(plans: ReadonlyMap<Site, Planned>): Map<Edits, Edit[]> {
  const lists = listsOf(plans);
  const owners = new Map<string, Edits[]>();
  const every = new Map<string, Edit>();
  for (const edits of lists) {
    for (const edit of edits) {
      const key = keyOf(edit);
      every.set(key, edit);
      const known = owners.get(key);
      if (known?.at(-1) === edits) continue;
      if (known) known.push(edits);
      else owners.set(key, [edits]);
    }
  }
  const found = new Map<Edits, Map<string, Edit>>();
  for (const [inner, outer] of enclosed([...every.values()])) {
    const key = keyOf(inner);
    for (const edits of owners.get(keyOf(outer)) ?? []) {
      if (owners.get(key)?.includes(edits)) continue;
      const own = found.get(edits) ?? new Map<string, Edit>();
      own.set(key, inner);
      found.set(edits, own);
    }
  }
  return new Map([...found].map(([edits, inner]) => [edits, outermost([...inner.values()])]));
}

/** All pairs of an edit and one that it lies within, in one pass over the edits in the order of the file. */
function enclosed(edits: readonly Edit[]): [inner: Edit, outer: Edit][] {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  const pairs: [Edit, Edit][] = [];
  let open: Edit[] = [];
  for (const edit of sorted) {
    open = open.filter((outer) => outer.end >= edit.start);
    for (const outer of open) {
      if (isWithin(edit, outer)) pairs.push([edit, outer]);
      if (isWithin(outer, edit)) pairs.push([outer, edit]);
    }
    open.push(edit);
  }
  return pairs;
}

function outermost(edits: readonly Edit[]): Edit[] {
  const inner = new Set(enclosed(edits).map(([one]) => one));
  return edits.filter((edit) => !inner.has(edit));
}

/** Plans that touch each other carry one list of edits, so that they go in together or not at all. */
function joined<Plan extends Planned>(plans: ReadonlyMap<Site, Plan>): Map<Site, Plan> {
  const lists = listsOf(plans);
  const owner = new Map<Edit, Edits>();
  for (const edits of lists) for (const edit of edits) owner.set(edit, edits);
  const group = new Map<Edits, Edits>();
  const root = (edits: Edits): Edits => {
    let at = edits;
    for (let up = group.get(at); up && up !== at; up = group.get(at)) at = up;
    return at;
  };
  for (const [inner, outer] of enclosed([...owner.keys()])) {
    const [one, other] = [owner.get(inner), owner.get(outer)];
    if (one && other) group.set(root(one), root(other));
  }
  const members = new Map<Edits, Set<Edits>>();
  for (const edits of lists) {
    const top = root(edits);
    members.set(top, (members.get(top) ?? new Set()).add(edits));
  }
  const together = new Map<Edits, Edits>();
  for (const own of members.values()) {
    if (own.size === 1) continue;
    const all = outermost([...new Map([...own].flat().map((edit) => [keyOf(edit), edit])).values()]);
    for (const edits of own) together.set(edits, all);
  }
  const result = new Map(plans);
  for (const [site, plan] of plans) {
    const all = together.get(plan.edits);
    if (all) result.set(site, { ...plan, edits: all });
  }
  return result;
}

/** Inside of a range that is replaced as a whole. */
function isWithin(inner: Edit, outer: Edit): boolean {
  const isSame = inner.start === outer.start && inner.end === outer.end;
  return (
    !isSame && outer.start <= inner.start && inner.end <= outer.end && outer.start < outer.end && !isAtEnd(inner, outer)
  );
}

/** An insertion before or behind a range does not disturb it. */
function isAtEnd(inner: Edit, outer: Edit): boolean {
  return inner.start === inner.end && (inner.start === outer.start || inner.start === outer.end);
}

function keyOf({ start, end, text }: Edit): string {
  return `${start}:${end}:${text}`;
}
