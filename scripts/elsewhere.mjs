/**
 * Pages of the repository as they are read elsewhere, such as on the page of the extension in VS Code. No path leads anywhere there, and
 * VS Code shows pictures from the web alone, neither those of the package nor any that are inside of the page. So links and pictures
 * point to the repository that package.json names, at the tag of the version. Where it names none, links become the text
 * that they have, and pictures are left out.
 */

/** The page of a repository: where it is cloned from, without what only git reads; null where there is none. */
export function homeOf({ repository }) {
  return repository?.url.replace(/^git\+/, '').replace(/\.git$/, '') ?? null;
}

/** A page of the repository for somewhere else. */
export function elsewhere(text, manifest) {
  const home = homeOf(manifest);
  if (home === null)
    return text
      .replace(/^!\[[^[\]]*\]\((?!\w+:)[^()]+\)\n\n/gm, '')
      .replace(/\[([^[\]]*)\]\((?!\w+:|#)[^()]+\)/g, '$1');
  return text.replace(
    /(!?)\[([^[\]]*)\]\((?!\w+:|#)([^()]+)\)/g,
    (_, mark, label, path) => `${mark}[${label}](${home}/${mark ? 'raw' : 'blob'}/v${manifest.version}/${path})`,
  );
}
