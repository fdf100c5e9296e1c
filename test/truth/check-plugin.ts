import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLANG_COMMAND, type Plugin } from './build-plugin.ts';
import { eachRecord, type Fact } from './facts.ts';

/** Refuses a plugin that does not say of the sample what the comments in it ask for. */
export async function checkPlugin(plugin: Plugin, sample: string): Promise<void> {
  const source = join(sample, 'mm/sample.c');
  const folder = mkdtempSync(join(tmpdir(), 'opscope-truth-'));
  const out = join(folder, 'sample.jsonl');
  const own = [`tree=${sample}`, 'folder=mm', `out=${out}`].map((value) => `-fplugin-arg-opscope-${value}`);
  execFileSync(CLANG_COMMAND, ['-fsyntax-only', '-w', `-fplugin=${plugin.path}`, ...own, source]);
  const said = new Set<string>();
  await eachRecord<Fact>(out, (fact) => {
    const text = sentence(fact);
    if (text !== null) said.add(text);
  });
  rmSync(folder, { recursive: true });

  const wanted = expectations(readFileSync(source, 'utf8'));
  const wrong = [
    ...[...wanted].filter((text) => !said.has(text)).map((text) => `not said: ${text}`),
    ...[...said].filter((text) => !wanted.has(text)).map((text) => `said: ${text}`),
  ];
  if (wrong.length > 0) throw new Error(`the plugin is wrong about ${source}:\n${wrong.join('\n')}`);
}

function expectations(source: string): Set<string> {
  const wanted = new Set<string>();
  for (const [index, line] of source.split('\n').entries()) {
    const marks = /\/\/ ((?:slot|assign|dispatch\*?|call) .*)$/.exec(line)?.[1];
    for (const mark of marks?.split('; ') ?? []) wanted.add(`${index + 1}: ${mark}`);
  }
  return wanted;
}

function sentence(fact: Fact): string | null {
  switch (fact.kind) {
    case 'slot':
    case 'assign':
      return `${fact.line}: ${fact.kind} ${fact.struct}.${fact.field} = ${fact.function}`;
    case 'dispatch':
      return `${fact.line}: dispatch${fact.inMacroBody ? '*' : ''} ${fact.struct}.${fact.field}`;
    case 'call':
      return `${fact.line}: call ${fact.callee}`;
    default:
      return null;
  }
}
