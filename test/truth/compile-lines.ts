import { readFileSync } from 'node:fs';

/** One C file as kbuild compiles it; written by test/truth/modules/record.ts. */
export interface CompileLine {
  readonly file: string;
  readonly generated: boolean;
  readonly directory: string;
  readonly args: readonly string[];
}

/** The recorded compile lines of the files below these folders, each file once. */
export function compileLines(record: string, folders: readonly string[]): CompileLine[] {
  const byFile = new Map<string, CompileLine>();
  for (const text of readFileSync(record, 'utf8').split('\n')) {
    if (text === '') continue;
    const line: CompileLine = JSON.parse(text);
    const inside = folders.some((folder) => line.file.startsWith(`${folder}/`));
    if (inside && !line.generated && !byFile.has(line.file)) byFile.set(line.file, line);
  }
  return [...byFile.values()];
}

/**
 * The flags that say how the file is read. Left out: where output goes, what makes warnings errors, and the shuffling
 * of struct members, which would give initialisers another meaning.
 */
export function readingFlags(line: CompileLine): string[] {
  const flags: string[] = [];
  const args = line.args.slice(1);
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-o') i++;
    else if (arg !== '-c' && !/^-(Wp,|Werror|frandomize-layout)/.test(arg)) flags.push(arg);
  }
  return flags;
}
