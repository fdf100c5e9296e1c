/** Repositories of the sample tree that are set to run things, and what tells whether they did. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { CheckAnswer } from '../../server/src/features/findings/check.ts';
import { opscope } from '../harness/command.ts';
import { git } from '../harness/git.ts';
import { inside } from '../harness/inside.ts';
import type { TestServer } from '../harness/lsp-client.ts';
import { sampleCopy } from '../protocol/sample.ts';

/** A file that can be a module, in which every page-table internal is a finding. */
export const DRIVER = 'drivers/misc/glimpse/glimpse.c';

/** What the tests add to it: a finding for each line. */
export const ADDED = 'int fresh(pte_t *pte) { return 0; }\nint fresher(pmd_t *pmd) { return 0; }\n';

/** The sample tree with all of it committed on `master`, on a branch that added two findings and is not committed. */
export function changedRepository(t: TestContext): string {
  const root = sampleCopy(t);
  git(root, 'init', '--quiet', '--initial-branch=master');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'base');
  git(root, 'checkout', '--quiet', '-b', 'topic');
  appendFileSync(join(root, DRIVER), ADDED);
  return root;
}

/** A program that notes that it was run, and lets what it is given through. */
export interface Trap {
  /** The command that springs it, with a word that tells from where. */
  command(from: string): string;
  readonly path: string;
  /** The words of those that were run. */
  sprung(): readonly string[];
}

/** Sets a trap beside a tree. */
export function setTrap(root: string): Trap {
  const path = join(dirname(root), 'trap');
  const notes = join(dirname(root), 'sprung');
  writeFileSync(path, `#!/bin/sh\necho "$*" >>'${notes}'\nexec cat\n`, { mode: 0o755 });
  return {
    path,
    command: (from) => `'${path}' ${from}`,
    sprung: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []),
  };
}

/** Everything in a folder, with what tells whether it was written: its content and its time, or where it leads. */
export function contents(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const stat = lstatSync(join(folder, name));
      if (stat.isSymbolicLink()) return `${name} -> ${readlinkSync(join(folder, name))}`;
      if (!stat.isFile()) return name;
      return `${name} ${createHash('sha1')
        .update(readFileSync(join(folder, name)))
        .digest('hex')} ${stat.mtimeMs}`;
    });
}

/** Writes a file, with the folders around it. */
export function put(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode });
}

/** What `check --base master` tells: `file function rule` of each finding. It must say nothing else. */
export async function introduced(root: string, env: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const question = ['check', '.', '--base', 'master', '--tree', root, '--format', 'json'];
  // With nothing else in its surroundings, no process of its own is needed.
  const { code, out, err } = Object.keys(env).length > 0 ? await opscope(question, { env }) : await inside(question);
  assert.equal(err, '');
  const { findings } = JSON.parse(out) as CheckAnswer;
  assert.equal(code, findings.length === 0 ? 0 : 1);
  return findings.map((each) => `${each.file} ${each.function} ${each.rule}`);
}

/** What the two lines that were added are. */
export const TWO = ['fresh', 'fresher'].map((name) => `${DRIVER} ${name} pgtable-in-module`);

/** The diagnostics of an open file as severities, as soon as they are `hint,...` for what was there and something else behind. */
export async function severities(server: TestServer, accept: (told: string) => boolean): Promise<string> {
  const { uri } = server.document(DRIVER);
  const told = (params: PublishDiagnosticsParams): string =>
    params.diagnostics.map(({ severity }) => ['', 'error', 'warning', 'information', 'hint'][severity ?? 0]).join();
  const found = await server.waitFor<PublishDiagnosticsParams>(
    'textDocument/publishDiagnostics',
    (params) => params.uri === uri && accept(told(params)),
  );
  return told(found);
}

/** What an editor shows of the file: four that were there, and the two that were added. */
export const SIX = 'hint,hint,hint,hint,warning,warning';
