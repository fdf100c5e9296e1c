/**
 * Takes the record of what a real kbuild run would hand to the compiler for every C file, without compiling any.
 * `allmodconfig` and `prepare` run for real (clang-19, out of the tree); then a stand-in compiler gives every object the
 * same empty one, and kbuild's own `.cmd` files keep the command lines. The default targets take a minute, all of the
 * kernel (`./`) takes ten.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { shellWords } from './shell-words.ts';

/** One compiled C file. */
export interface Compiled {
  /** Relative to the kernel tree; for a generated file, to the build folder. */
  readonly file: string;
  readonly generated: boolean;
  /** The object, relative to the build folder. */
  readonly object: string;
  /** Whether kbuild said -DMODULE. */
  readonly module: boolean;
  /** The working folder of the command. */
  readonly directory: string;
  readonly args: readonly string[];
}

/** The folders on which the module answers have to be right. */
export const TARGETS: readonly string[] = ['mm/', 'fs/', 'ipc/', 'virt/', 'drivers/xen/', 'arch/x86/kvm/'];

const STAND_IN = `#!/bin/sh
# Stands in for clang while a record is taken: what has a depfile is not compiled, the empty object is copied.
if [ -n "$OPSCOPE_STUB" ]; then
  dep= out= prev= last=
  for word; do
    case $word in -Wp,-MMD,*) dep=\${word#-Wp,-MMD,};; esac
    [ "$prev" = -o ] && out=$word
    prev=$word last=$word
  done
  case $dep:$out in
  :*) ;;
  *.o)
    printf '%s: %s\\n' "$out" "$last" >"$dep"
    exec cp "$OPSCOPE_STUB" "$out";;
  esac
fi
exec clang-19 "$@"
`;

/** What a record is of: the compile lines, sorted by file, and the .config they are for. */
export interface BuildRecord {
  readonly compiled: readonly Compiled[];
  readonly config: string;
}

/** Builds in the work folder, far enough to know every compile line of the targets (folders, a slash behind). */
export function takeRecord(tree: string, work: string, targets: readonly string[]): BuildRecord {
  const build = join(work, 'build');
  mkdirSync(build, { recursive: true });
  const compiler = join(work, 'clang-19');
  writeFileSync(compiler, STAND_IN);
  chmodSync(compiler, 0o755);
  const stub = join(work, 'stub.o');
  writeFileSync(join(work, 'stub.c'), '\n');
  execFileSync('clang-19', ['-c', '-o', stub, join(work, 'stub.c')]);

  const make = (env: Record<string, string>, ...args: string[]): void => {
    const common = ['-k', '-j2', '-s', 'LLVM=-19', `CC=${compiler}`, `O=${build}`, 'ARCH=x86_64'];
    execFileSync('make', [...common, ...args], { cwd: tree, env: { ...process.env, ...env }, stdio: 'inherit' });
  };
  if (!existsSync(join(build, '.config'))) make({}, 'allmodconfig');
  make({}, 'prepare');
  make({ OPSCOPE_STUB: stub }, 'objtool=true', ...targets);
  const compiled = readCommands(tree, build);
  if (compiled.length === 0) throw new Error(`${build}: nothing was compiled`);
  return { compiled, config: readFileSync(join(build, '.config'), 'utf8') };
}

/** Reads the command lines that kbuild saved beside every object. */
function readCommands(tree: string, build: string): Compiled[] {
  const found: Compiled[] = [];
  for (const entry of readdirSync(build, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/^\..*\.o\.cmd$/.test(entry.name)) continue;
    const compiled = readCommand(readFileSync(join(entry.parentPath, entry.name), 'utf8'), tree, build);
    if (compiled !== null) found.push(compiled);
  }
  return found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.object < b.object ? -1 : 1));
}

function readCommand(text: string, tree: string, build: string): Compiled | null {
  const saved = /^(?:saved)?cmd_(\S+) := (.*)$/m.exec(text);
  const object = saved?.[1];
  const command = saved?.[2];
  if (object === undefined || command === undefined || object.startsWith('scripts/') || object.startsWith('tools/')) {
    return null;
  }
  const args = shellWords(command.replaceAll('$(pound)', '#').replaceAll('$$', '$'));
  const source = args.findLast((arg) => arg.endsWith('.c'));
  if (source === undefined || !args.includes('-c') || !args.includes('-D__KERNEL__')) return null;
  const path = resolve(build, source);
  const generated = !path.startsWith(`${tree}/`);
  return {
    file: relative(generated ? build : tree, path),
    generated,
    object,
    module: args.includes('-DMODULE'),
    directory: build,
    args,
  };
}
