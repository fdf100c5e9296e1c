import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheHome } from './places.ts';

/** The clang whose syntax tree is the truth; Debian: clang-19, libclang-19-dev, llvm-19-dev. */
const CLANG = '19';

/** The command that runs the plugin. */
export const CLANG_COMMAND = `clang-${CLANG}`;

export interface Plugin {
  readonly path: string;
  /** Changes with the plugin's source: truth taken by another one is taken again. */
  readonly hash: string;
}

/** Compiles a clang plugin (in about 15 s), unless this source has been compiled before; `shared` is what it includes from beside. */
export function buildPlugin(source: string, shared: readonly string[] = []): Plugin {
  const files = readdirSync(source).sort();
  const hash = createHash('sha256');
  for (const file of [...files, ...shared]) hash.update(readFileSync(join(source, file)));
  const name = hash.digest('hex').slice(0, 12);
  const folder = join(cacheHome(), 'truth', 'plugin');
  const path = join(folder, `${name}.so`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const includes = execFileSync(`llvm-config-${CLANG}`, ['--includedir'], { encoding: 'utf8' }).trim();
    const flags = ['-O1', '-std=c++17', '-fno-rtti', '-fPIC', '-shared', '-D_GNU_SOURCE', `-I${includes}`];
    execFileSync(`clang++-${CLANG}`, [...flags, join(source, 'plugin.cpp'), '-o', path], { stdio: 'inherit' });
  }
  return { path, hash: name };
}
