#!/usr/bin/env node
/**
 * Stands in for the desktop `code` command: takes the arguments that @vscode/test-electron passes, runs the tests in
 * the extension host of VS Code's server build with a headless Chromium as its window, and ends with the tests' code.
 *
 * OPSCOPE_VSCODE_TIMEOUT   seconds until a run that says nothing is given up (default 300)
 * OPSCOPE_VSCODE_VERBOSE   also print VS Code's own chatter
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { cleanUp } from '../cleanup.ts';
import { projectRoot } from '../root.ts';
import { openPage } from './browser.ts';
import { startVscodeServer } from './server.ts';

interface Arguments {
  readonly extensions: readonly string[];
  readonly tests: string | undefined;
  readonly folder: string | undefined;
}

function readArguments(args: readonly string[]): Arguments {
  const valuesOf = (option: string) =>
    args.filter((arg) => arg.startsWith(`--${option}=`)).map((arg) => resolve(arg.slice(option.length + 3)));
  const folder = args.find((arg) => !arg.startsWith('-'));
  return {
    extensions: valuesOf('extensionDevelopmentPath'),
    tests: valuesOf('extensionTestsPath')[0],
    folder: folder === undefined ? undefined : resolve(folder),
  };
}

/** Lines about VS Code's own start-up that say nothing about the tests. */
const chatter =
  /^(Resolv|Creating a socket|\[reconnection|Updating additional|Ignoring fetching|\[AgentHost|\[AccountPolicy|\[Service Worker)/;

/** How the tests ended: their exit code, or words when they did not get to the end. */
type Outcome = number | string;

/** Listens for what the workbench reports about the tests; `ended` resolves when they are over. */
async function listen(page: Page): Promise<{ ended: Promise<Outcome> }> {
  const seconds = Number(process.env['OPSCOPE_VSCODE_TIMEOUT'] ?? 300);
  let end: (outcome: Outcome) => void = () => undefined;
  const ended = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const silence = setTimeout(() => end(`the tests have said nothing for ${seconds} s`), seconds * 1000);
  page.on('crash', () => end('the page crashed'));
  page.on('close', () => end('the page was closed'));
  await page.exposeFunction('codeAutomationExit', end);
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    silence.refresh();
    const line = format(...args);
    if (chatter.test(line) && !process.env['OPSCOPE_VSCODE_VERBOSE']) return;
    (type === 'error' || type === 'warn' ? process.stderr : process.stdout).write(`${line}\n`);
  });
  return { ended };
}

async function run({ extensions, tests, folder }: Arguments): Promise<number> {
  if (tests === undefined) throw new Error('--extensionTestsPath is missing');
  const artifacts = join(projectRoot, 'test-artifacts');
  mkdirSync(artifacts, { recursive: true });
  const server = await startVscodeServer({ automation: true, log: join(artifacts, 'vscode-server.log') });
  const page = await openPage();
  const { ended } = await listen(page);
  await page.goto(
    server.address(folder, [
      ...extensions.map((path) => ['extensionDevelopmentPath', server.uri(path)] as const),
      ['extensionTestsPath', server.uri(tests)],
    ]),
  );
  const result = await ended;
  if (result === 0) return 0;
  await page.screenshot({ path: join(artifacts, 'vscode-tests-failed.png') }).catch(() => undefined);
  if (typeof result === 'string') console.error(`code-shim: ${result}`);
  return 1;
}

async function main(): Promise<void> {
  let code = 1;
  try {
    code = await run(readArguments(process.argv.slice(2)));
  } catch (error) {
    console.error('code-shim:', error);
  } finally {
    await cleanUp();
  }
  process.exit(code);
}

void main();
