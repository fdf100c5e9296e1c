/** Every way that we know in which a repository can name a program that git runs, or a file that it writes. */
import { appendFileSync, chmodSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { git } from '../harness/git.ts';
import { put, type Trap } from './repository.ts';

/** Settings whose value is a command. */
const COMMANDS = [
  ...['filter.plain.clean', 'diff.plain.textconv'],
  ...['filter.odd.clean', 'filter.odd.smudge', 'filter.odd.process', 'diff.odd.command', 'diff.odd.textconv'],
  ...['diff.external', 'merge.odd.driver', 'core.fsmonitor', 'core.sshCommand', 'core.gitProxy', 'core.askPass'],
  ...['core.editor', 'core.pager', 'core.alternateRefsCommand', 'sequence.editor', 'interactive.diffFilter'],
  ...['uploadpack.packObjectsHook', 'gpg.program', 'gpg.ssh.program', 'gpg.ssh.defaultKeyCommand', 'gpg.x509.program'],
  ...[
    'remote.origin.uploadpack',
    'remote.origin.receivepack',
    'browser.odd.cmd',
    'difftool.odd.cmd',
    'mergetool.odd.cmd',
  ],
  ...['man.odd.cmd', 'trailer.odd.command', 'trailer.odd.cmd', 'tar.odd.command', 'instaweb.httpd', 'guitool.odd.cmd'],
];

/** What git is asked for, and what it could ask itself for: each could be another program, or be shown by one. */
const VERBS = ['rev-parse', 'config', 'diff', 'ls-files', 'cat-file', 'merge-base', 'symbolic-ref', 'fetch', 'status'];

const HOOKS = [
  ...['post-index-change', 'post-checkout', 'post-merge', 'post-rewrite', 'pre-commit', 'reference-transaction'],
  ...['fsmonitor-watchman', 'query-watchman', 'pre-auto-gc', 'proc-receive', 'update', 'sendemail-validate'],
];

/** Plants them all. Whatever is run springs the trap; what is written would be in the folder around the tree. */
export function plant(root: string, trap: Trap): void {
  const config = join(root, '.git/config');
  const outside = dirname(root);
  const lines = COMMANDS.map((key) => set(key, trap.command(key)));
  for (const verb of VERBS) {
    lines.push(set(`alias.${verb}`, `!${trap.command(`alias.${verb}`)}`), set(`pager.${verb}`, trap.command('pager')));
  }
  lines.push(
    set('filter.odd.required', 'true'),
    set('diff.odd.cachetextconv', 'true'),
    set('credential.helper', `!${trap.command('credential.helper')}`),
    set('core.hooksPath', join(outside, 'hooks')),
    set('core.fsmonitorHookVersion', '2'),
    set('core.untrackedCache', 'true'),
    set('core.splitIndex', 'true'),
    set('protocol.allow', 'always'),
    set('remote.origin.url', `ext::${trap.path} remote %S`),
    set('remote.origin.vcs', 'odd'),
    set('submodule.inner.update', `!${trap.command('submodule')}`),
    ...['event', 'normal', 'perf'].map((kind) => set(`trace2.${kind}Target`, join(outside, `trace-${kind}`))),
    set('include.path', '../odd.config'),
    set('includeIf.gitdir:/.path', '../odd.config'),
    set('extensions.worktreeConfig', 'true'),
  );
  put(join(root, 'odd.config'), COMMANDS.map((key) => set(key, trap.command(`included ${key}`))).join(''));
  put(join(root, '.git/config.worktree'), COMMANDS.map((key) => set(key, trap.command(`worktree ${key}`))).join(''));
  put(join(root, '.gitmodules'), '[submodule "inner"]\n\tpath = inner\n\turl = ../inner\n');
  for (const name of HOOKS) {
    for (const folder of [join(outside, 'hooks'), join(root, '.git/hooks')]) {
      put(join(folder, name), `#!/bin/sh\n${trap.command(`hook ${name}`)}\n`);
      chmodSync(join(folder, name), 0o755);
    }
  }
  put(join(root, '.git/info/attributes'), '*.h filter=plain diff=plain merge=odd\n');
  put(join(root, '.gitattributes'), '*.c filter=odd diff=odd merge=odd\nMakefile filter=odd diff=odd\n');
  appendFileSync(config, lines.join(''));
}

/** A setting as a config file has it. */
export function set(key: string, value: string): string {
  const first = key.indexOf('.');
  const last = key.lastIndexOf('.');
  const inner = first === last ? '' : ` "${key.slice(first + 1, last)}"`;
  return `[${key.slice(0, first)}${inner}]\n\t${key.slice(last + 1)} = "${value.replace(/["\\]/g, '\\$&')}"\n`;
}

/** Makes git think that what is missing is to be had from a remote, and takes a file of the last commit away. */
export function promise(root: string, path: string): void {
  const blob = git(root, 'rev-parse', `HEAD:${path}`).trim();
  appendFileSync(
    join(root, '.git/config'),
    `${set('core.repositoryFormatVersion', '1')}${set('extensions.partialClone', 'origin')}${set('remote.origin.promisor', 'true')}`,
  );
  rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
}
