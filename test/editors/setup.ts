/** What the editors' tests share: the `opscope` command on PATH, and the set-up that docs/editors tells people to use. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../harness/root.ts';

/** The sample kernel tree of the project. */
export const sampleTree = join(projectRoot, 'test/trees/sample');

/** Where the hook alloc_folio of the sample tree is defined, implemented and mentioned, by file and line. */
export const allocFolio = {
  definition: 'include/linux/userfaultfd_k.h:31',
  implementations: ['mm/shmem.c:65', 'mm/userfaultfd.c:38', 'virt/kvm/guest_memfd.c:47'],
  references: [
    'include/linux/userfaultfd_k.h:31',
    'mm/shmem.c:98',
    'mm/userfaultfd.c:134',
    'mm/userfaultfd.c:45',
    'virt/kvm/guest_memfd.c:66',
  ],
} as const;

/** Far beyond what any editor takes to start and to answer. */
const patience = 120_000;

/** The code blocks of a language on an editor's page, under the heading of that name. */
export function codeBlocks(page: string, language: string, heading: string): string[] {
  const text = readFileSync(join(projectRoot, 'docs/editors', page), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/editors/${page} has no section "${heading}"`);
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1] ?? '');
}

/** A scratch folder to be a person's home, with `opscope` in its bin/. */
export interface Home {
  readonly folder: string;
  /** Writes a file of it and returns its path. */
  write(name: string, text: string): string;
  /** Runs an editor there to its end; returns the JSON that its script wrote to $OPSCOPE_ANSWERS. */
  run<Answers>(command: string, args: readonly string[]): Promise<Answers>;
  remove(): void;
}

/** Makes a home; `remove` is the caller's to call. */
export function makeHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'opscope-editor-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const server = join(projectRoot, 'dist/opscope.cjs');
  chmodSync(write('opscope', `#!/bin/sh\nexec '${process.execPath}' '${server}' "$@"\n`), 0o755);
  return {
    folder,
    write,
    async run(command, args) {
      const answers = join(folder, 'answers.json');
      const env = {
        ...process.env,
        HOME: folder,
        XDG_CACHE_HOME: join(folder, 'cache'),
        XDG_CONFIG_HOME: join(folder, 'config'),
        XDG_DATA_HOME: join(folder, 'data'),
        XDG_STATE_HOME: join(folder, 'state'),
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
        OPSCOPE_ANSWERS: answers,
        OPSCOPE_SAMPLE: sampleTree,
      };
      const { stdout, stderr } = await promisify(execFile)(command, args, { env, timeout: patience, cwd: folder });
      try {
        return JSON.parse(readFileSync(answers, 'utf8'));
      } catch (error) {
        throw new Error(`${command} left no answers: ${error}\n${stdout}\n${stderr}`);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
