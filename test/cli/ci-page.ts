/** The recipes of docs/ci.md, and branches to run them on. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { git } from '../harness/git.ts';
import { projectRoot } from '../harness/root.ts';
import { sampleCopy } from '../protocol/sample.ts';

const page = readFileSync(join(projectRoot, 'docs/ci.md'), 'utf8');

/** What stands in the blocks of the page that are in a language. */
export function blocks(language: string): readonly string[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].flatMap(([, named, text = '']) =>
    named === language ? [text] : [],
  );
}

/** Code that makes a branch of the sample tree one with a finding. */
export const FINDING = {
  file: 'drivers/misc/glimpse/glimpse.c',
  code: 'int fresh(pte_t *pte) { return 0; }\n',
} as const;

/** A branch of the sample tree that is in order, off `origin/master`. */
export function branch(t: TestContext): string {
  const root = sampleCopy(t);
  git(root, 'init', '--quiet', '--initial-branch=topic');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'update-ref', 'refs/remotes/origin/master', 'HEAD');
  appendFileSync(join(root, 'mm/memory.c'), '\nint harmless(void) { return 0; }\n');
  git(root, 'commit', '--quiet', '-a', '-m', 'harmless');
  writeFileSync(join(root, 'my.config'), 'CONFIG_X86=y\nCONFIG_GLIMPSE=y\n');
  return root;
}
