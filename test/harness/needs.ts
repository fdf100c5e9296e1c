/** What the stages of `npm test` need beside Node.js, npm and what npm installs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ensurePackages, findCommand, type Need } from './apt.ts';
import { hasValidator } from './sarif-validator.ts';
import { ensureVscodeHost } from './vscode-host/install.ts';

/** A command on PATH, by the Debian package that brings it. */
const command = (name: string, package_ = name): Need => ({
  package: package_,
  present: () => findCommand(name) !== undefined,
});

/** Emacs has eglot since version 29; before, it is a package. */
const eglot: Need = {
  package: 'elpa-eglot',
  present: () => spawnSync('emacs', ['--batch', '-f', 'package-initialize', '-l', 'eglot']).status === 0,
};

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome'];

/** The machine's Chromium, if it has one. */
export const chromiumPath = (): string | undefined =>
  process.env['CHROMIUM'] ?? BROWSERS.map(findCommand).find((path) => path !== undefined);

const chromium: Need = { package: 'chromium', present: () => chromiumPath() !== undefined };

/** A browser without any font shows, and measures, boxes. */
const font: Need = { package: 'fonts-dejavu-core', present: () => existsSync('/usr/share/fonts/truetype') };

/** What tests use of the machine, by stage; a stage that is not here needs nothing. */
export const NEEDS: Readonly<Record<string, readonly Need[]>> = {
  // GitLab's runner copies the files of a job with rsync; the recipes of docs/ci.md are for bash. Shells complete the command, and protoc
  // reads what is exported for SCIP.
  unit: ['git', 'bash', 'rsync', 'zsh', 'fish', 'mandoc']
    .map((each) => command(each))
    .concat(command('protoc', 'protobuf-compiler')),
  editors: [command('nvim', 'neovim'), command('emacs', 'emacs-nox'), eglot],
  vscode: [command('git'), chromium, font],
  'vscode-kernel': [chromium, font],
  pictures: [chromium, font],
};

/** Whether a stage is to run in a desktop VS Code, which brings its own Chromium. */
const onDesktop = (stage: string) => stage.startsWith('vscode') && process.env['OPSCOPE_VSCODE'] !== undefined;

/** Sees to it that a stage can run: installs what is missing, or fails with a line for each thing. */
export function provide(stage: string): void {
  if (stage === 'unit' && process.env['CI'] && !hasValidator)
    throw new Error(
      `missing: a validator of SARIF logs for ${process.platform} on ${process.arch} (CI needs another machine)`,
    );
  const needs = NEEDS[stage] ?? [];
  ensurePackages(onDesktop(stage) ? needs.filter((need) => need !== chromium && need !== font) : needs);
  if (needs.includes(chromium) && !onDesktop(stage)) ensureVscodeHost();
}
