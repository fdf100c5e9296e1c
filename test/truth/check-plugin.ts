import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLANG_COMMAND, type Plugin } from './build-plugin.ts';
import { eachRecord, type Fact, type TrueHanded, type TrueHeld } from './facts.ts';

/** Refuses a plugin that does not say of a file of the sample what the comments in it ask for. */
export async function checkPlugin(plugin: Plugin, sample: string, name: string): Promise<void> {
  const source = join(sample, name);
  const folder = mkdtempSync(join(tmpdir(), 'opscope-truth-'));
  const out = join(folder, 'sample.jsonl');
  const own = [`tree=${sample}`, 'folder=mm', `out=${out}`].map((value) => `-fplugin-arg-opscope-${value}`);
  execFileSync(CLANG_COMMAND, ['-fsyntax-only', '-w', `-fplugin=${plugin.path}`, ...own, source]);
  const said = new Set<string>();
  await eachRecord<Fact>(out, (fact) => {
    for (const text of [sentence(fact), placeless(fact)]) if (text !== null) said.add(text);
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
    const marks = /\/\/ ((?:slot|assign|dispatch\*?|call|element|indirect|held|handed|keeps) .*)$/.exec(line)?.[1];
    for (const mark of marks?.split('; ') ?? []) {
      wanted.add(/^(held|keeps) /.test(mark) ? mark : `${index + 1}: ${mark}`);
    }
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
    case 'element':
      return `${fact.line}: element ${fact.object} = ${fact.function}`;
    case 'indirect':
      return `${fact.line}: indirect ${fact.form} ${fact.name}`;
    case 'handed':
      return `${fact.line}: handed ${fact.callee}.${fact.index} = ${valueText(fact)}`;
    default:
      return null;
  }
}

/** What is said of a function or variable as a whole, on no line. */
function placeless(fact: Fact): string | null {
  if (fact.kind === 'held') return `held ${fact.name} = ${valueText(fact)}`;
  if (fact.kind === 'keeps') return `keeps ${fact.callee}.${fact.index} in ${fact.struct}.${fact.field}`;
  return null;
}

function valueText({ functions, from, others }: TrueHeld | TrueHanded): string {
  return [...functions, ...(from < 0 ? [] : [`parameter ${from}`]), ...(others ? ['others'] : [])].join(' ');
}
