/** `opscope completions SHELL`: what bash, zsh and fish read to complete the command, made from the table of options. */
import { bashCompletions } from './completions/bash.ts';
import { fishCompletions } from './completions/fish.ts';
import { zshCompletions } from './completions/zsh.ts';
import { UsageError } from './io.ts';
import { SHELLS, toldCommands } from './manual.ts';

const WRITERS: Readonly<Record<(typeof SHELLS)[number], typeof bashCompletions>> = {
  bash: bashCompletions,
  zsh: zshCompletions,
  fish: fishCompletions,
};

/** The script for a shell. Throws a UsageError where there is none. */
export function completions(rest: readonly string[]): string {
  const shell = SHELLS.find((each) => each === rest[0]);
  if (!shell || rest.length > 1) throw new UsageError(`completions are for one shell: ${SHELLS.join(', ')}`);
  return WRITERS[shell](toldCommands());
}
