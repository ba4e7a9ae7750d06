import ignore from 'ignore';

/** Which files the patterns of `--include` and `--exclude` let pass. */
export function patternFilter({
  include,
  exclude,
}: {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}): (file: string) => boolean {
  const included = include?.length ? ignore().add([...include]) : undefined;
  const excluded = exclude?.length ? ignore().add([...exclude]) : undefined;
  if (!included && !excluded) return () => true;
  return (file) => {
    const inside = file.replace(/^(?:\.\.\/)+/, '');
    return (!included || included.ignores(inside)) && !excluded?.ignores(inside);
  };
}
