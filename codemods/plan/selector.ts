interface Named {
  readonly method: string;
  readonly kind: string;
}

/** Which sites `--only` and `--skip` let pass: methods, events or kinds, `*` at the end for a prefix; case does not count. */
export function selector({
  only,
  skip,
}: {
  only?: readonly string[];
  skip?: readonly string[];
}): (site: Named) => boolean {
  const matches = (patterns: readonly string[], site: Named) =>
    patterns.some((pattern) => matchesOne(pattern.toLowerCase(), site));
  return (site) => (!only?.length || matches(only, site)) && !(skip?.length && matches(skip, site));
}

function matchesOne(pattern: string, { method, kind }: Named): boolean {
  const name = method.toLowerCase();
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern || kind === pattern;
}
