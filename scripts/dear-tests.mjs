/** Test files that take longest, dearest first, as they are named under test/. */
export const DEAREST = [
  'kernel/reach',
  'kernel/whole-tree',
  'protocol/diagnostics',
  'hostile/git-odd',
  'steady/cache',
  'cli/workflows',
  'steady/incremental',
  'robust/broken-files',
];

/** Bundled test files in the order in which they are begun: what takes longest first, so that no processor waits for it at the end. */
export function dearestFirst(files) {
  const rank = (file) => {
    const at = DEAREST.findIndex((name) => file.endsWith(`/${name}.test.cjs`));
    return at < 0 ? DEAREST.length : at;
  };
  return files.toSorted((a, b) => rank(a) - rank(b));
}
