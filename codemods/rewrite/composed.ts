import type { Edit, Site } from '../site';

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
    for (const [site, plan] of [...plans]) {
      const inner = outermost(neighboursIn(plan, plans));
      if (inner.length === 0) continue;
      for (const [owner, next] of again(site, inner)) {
        changed ||= JSON.stringify(next.edits) !== JSON.stringify(plans.get(owner)?.edits);
        plans.set(owner, next);
      }
    }
    if (!changed) break;
  }
  return joined(plans);
}

function neighboursIn(plan: Planned, plans: ReadonlyMap<Site, Planned>): Edit[] {
  const own = new Set(plan.edits.map(keyOf));
  const found = new Map<string, Edit>();
  for (const other of plans.values()) {
    for (const edit of other.edits) {
      if (!own.has(keyOf(edit)) && plan.edits.some((outer) => isWithin(edit, outer))) found.set(keyOf(edit), edit);
    }
  }
  return [...found.values()];
}

function outermost(edits: readonly Edit[]): Edit[] {
  return edits.filter((edit) => !edits.some((other) => isWithin(edit, other)));
}

/** Plans that touch each other carry one list of edits, so that they go in together or not at all. */
function joined<Plan extends Planned>(plans: ReadonlyMap<Site, Plan>): Map<Site, Plan> {
  const groups: { sites: Site[]; edits: Edit[] }[] = [];
  for (const [site, { edits }] of plans) {
    if (edits.length === 0) continue;
    const touching = groups.filter((group) => group.edits.some((one) => edits.some((other) => meets(one, other))));
    const group = {
      sites: [site, ...touching.flatMap(({ sites }) => sites)],
      edits: [...edits, ...touching.flatMap((one) => one.edits)],
    };
    groups.splice(0, groups.length, ...groups.filter((one) => !touching.includes(one)), group);
  }
  const result = new Map(plans);
  for (const { sites, edits } of groups) {
    if (sites.length === 1) continue;
    const all = outermost([...new Map(edits.map((edit) => [keyOf(edit), edit])).values()]);
    for (const site of sites) {
      const plan = plans.get(site);
      if (plan) result.set(site, { ...plan, edits: all });
    }
  }
  return result;
}

function meets(one: Edit, other: Edit): boolean {
  return isWithin(one, other) || isWithin(other, one);
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
