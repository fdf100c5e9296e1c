/** Files and findings as SCIP knows them: what a file is built as, and what the rules find in it. */
import { codeSpan, markdownText } from '../../base/markdown.ts';
import type { ModuleStatus } from '../../kbuild/status.ts';
import type { Finding } from '../../model/findings.ts';
import type { FindingFact, ModuleFact } from './fact.ts';
import type { ScipOccurrence, ScipStore, Span } from './scip-store.ts';
import type { ScipSymbols } from './scip-symbols.ts';

/** A file's symbol stands in front of its first letter. */
const TOP: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Takes modules and findings, the latter in a row. */
export class ScipFiles {
  readonly #names: ScipSymbols;
  readonly #store: ScipStore;
  readonly #built = new Map<string, string>();
  /** A rule may find several things at one place. */
  readonly #found = new Map<string, ScipOccurrence>();

  constructor(names: ScipSymbols, store: ScipStore) {
    this.#names = names;
    this.#store = store;
  }

  /** What a file is built as, in a sentence; empty where nothing says. */
  built(file: string): string {
    return this.#built.get(file) ?? '';
  }

  module(fact: ModuleFact): void {
    const { file } = fact;
    const symbol = this.#names.file(file);
    const text = buildText(fact);
    this.#built.set(file, text);
    this.#store.know({ symbol, name: file, kind: 'file', signature: '' }, file);
    this.#store.say(symbol, text);
    const at = { file, line: 1, column: 1 };
    this.#store.tell({ symbol, at, name: '', role: 'definition', documentation: '', span: TOP });
  }

  finding(fact: FindingFact): void {
    const { rule, group, file, line, column, endLine, endColumn } = fact;
    const name = group === undefined ? rule : `${rule}/${group}`;
    const symbol = this.#names.rule(rule, group ?? null);
    this.#store.know({ symbol, name, kind: 'rule', signature: '' }, file);
    this.#store.say(symbol, `The rule ${codeSpan(rule)} of \`opscope check\`.`);
    const span = { line, column, endLine, endColumn };
    const key = `${symbol} ${file} ${Object.values(span).join()}`;
    const findings = [...(this.#found.get(key)?.findings ?? []), fact];
    const documentation = findings.map(evidenceText).join('\n\n');
    this.#found.set(key, {
      symbol,
      at: { file, line, column },
      name,
      role: 'reference',
      documentation,
      span,
      findings,
    });
  }

  /** Tells of the findings that came. */
  flush(): void {
    for (const each of this.#found.values()) this.#store.tell(each);
    this.#found.clear();
  }
}

function evidenceText({ message, evidence }: Finding): string {
  const lines = evidence.map((each) => `- ${codeSpan(`${each.file}:${each.line}`)}: ${markdownText(each.message)}`);
  return [markdownText(message), lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

function buildText(status: ModuleStatus): string {
  const { why, includedBy, cut } = status;
  if (cut !== undefined) return `What it is built as is not known for certain: ${markdownText(cut.message)}.`;
  const where = why === null ? '' : ` ${codeSpan(`${why.file}:${why.line}`)} says so.`;
  const by = includedBy === null ? '' : ` It is included by ${codeSpan(includedBy)}.`;
  return `${asBuilt(status)}.${where}${by}`;
}

function asBuilt({ status, moduleOn, builtInOn, config }: ModuleStatus): string {
  const on = (arches: readonly string[]) => `on ${arches.join(', ')}`;
  const decided = config === null ? '' : `, as ${codeSpan(config)} decides`;
  if (status === 'unbuilt') return 'Nothing builds it';
  if (status === 'module') return `Always part of a module, ${on(moduleOn)}${decided}`;
  if (status === 'built-in') return `Always built in, ${on(builtInOn)}${decided}`;
  return `Can be part of a module ${on(moduleOn)}, and built in ${on(builtInOn)}${decided}`;
}
