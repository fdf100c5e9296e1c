/** Runs the command as somebody who may do little: root, whom tests often are, may do everything. */
import { spawn } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { scratch } from '../protocol/sample.ts';
import { command, type Outcome } from './command.ts';

/** Whom nothing belongs to; and another one like that. */
export const SOMEBODY = 65_533;
export const ANOTHER = 65_534;

/** Whether the tests may take on another user's rights. */
export const isRoot = process.getuid?.() === 0;

/** The runtime starts with all rights, so that it can be read wherever it lies, and gives them away. */
const GIVE_AWAY = `
  const [command, id] = process.argv.splice(1, 2);
  if (process.getuid() === 0) {
    process.setgroups([]);
    process.setgid(Number(id));
    process.setuid(Number(id));
  }
  process.argv.splice(1, 0, command);
  require(command);
`;

/** A folder that anybody can look into. */
export function openScratch(t: TestContext): string {
  const folder = scratch(t);
  chmodSync(folder, 0o755);
  return folder;
}

/** Runs `opscope` with no more rights than the owner of nothing has. Its program is copied to where everybody can read it. */
export function asSomebody(
  t: TestContext,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const program = join(openScratch(t), 'dist');
  cpSync(dirname(command), program, { recursive: true });
  const child = spawn(process.execPath, ['-e', GIVE_AWAY, join(program, 'opscope.cjs'), String(SOMEBODY), ...args], {
    cwd: '/',
    env: { ...process.env, OPSCOPE_STRICT: '1', HOME: '/nonexistent', ...env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    err += part.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
