import { execFileSync } from 'node:child_process';

/** Runs git in a folder, as somebody; answers what it says. */
export function git(root: string, ...args: string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...who, ...args], { stdio: 'pipe', encoding: 'utf8' });
}
