/** The writer of SCIP indices: a bundle of its own, which nobody but an export in that form loads. */
import { create, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  type Diagnostic,
  DiagnosticSchema,
  DocumentSchema,
  IndexSchema,
  type Occurrence,
  OccurrenceSchema,
  PositionEncoding,
  RelationshipSchema,
  Severity,
  type SymbolInformation,
  SymbolInformation_Kind,
  SymbolInformationSchema,
  SymbolRole,
  TextEncoding,
} from '@c4312/scip/scip_pb.js';
import type { Fact, TreeFact } from './features/export/fact.ts';
import { ScipFacts } from './features/export/scip-facts.ts';
import type { Indexed, IndexWriter } from './features/export/scip-index.ts';
import type { ScipKind, ScipOccurrence, ScipRole, ScipSymbol, Span } from './features/export/scip-store.ts';
import type { Place } from './model/answers.ts';
import type { Finding, Severity as Worth } from './model/findings.ts';

/** Begins an index; nothing is written before it is closed. */
export function openIndex(of: Indexed): IndexWriter {
  return new ScipIndex(of);
}

const KINDS: Readonly<Record<ScipKind, SymbolInformation_Kind>> = {
  file: SymbolInformation_Kind.File,
  rule: SymbolInformation_Kind.UnspecifiedKind,
  struct: SymbolInformation_Kind.Struct,
  union: SymbolInformation_Kind.Union,
  field: SymbolInformation_Kind.Field,
  table: SymbolInformation_Kind.Variable,
  function: SymbolInformation_Kind.Function,
};

const ROLES: Readonly<Record<ScipRole, SymbolRole>> = {
  definition: SymbolRole.Definition,
  declaration: SymbolRole.ForwardDefinition,
  read: SymbolRole.ReadAccess,
  write: SymbolRole.WriteAccess,
  reference: SymbolRole.UnspecifiedSymbolRole,
};

const SEVERITIES: Readonly<Record<Worth, Severity>> = {
  error: Severity.Error,
  warning: Severity.Warning,
  info: Severity.Information,
  hint: Severity.Hint,
};

/** So many occurrences wait until they are encoded. */
const AT_ONCE = 2000;

/** A message is its fields in a row: the documents are put together of parts that are encoded as facts come, and written one by one. */
class ScipIndex implements IndexWriter {
  readonly #of: Indexed;
  #tree: TreeFact | null = null;
  #facts: ScipFacts | null = null;
  readonly #parts = new Map<string, Uint8Array[]>();
  #waiting = new Map<string, Occurrence[]>();
  /** Those of a file, since a macro's use can make several tables at one place. */
  #told = new Map<string, Set<string>>();
  #count = 0;

  constructor(of: Indexed) {
    this.#of = of;
  }

  write(fact: Fact): void {
    if (fact.fact === 'tree') {
      this.#tree = fact;
      const isDeclared = (at: Place): boolean => this.#of.isDeclared(at);
      this.#facts = new ScipFacts(fact.kernel, (each) => this.#occurrence(each), isDeclared);
    }
    this.#facts?.add(fact);
  }

  #occurrence(occurrence: ScipOccurrence): void {
    const { symbol, at, role, documentation, around, findings = [] } = occurrence;
    const span = this.#span(occurrence);
    const range = rangeOf(span);
    const told = this.#told.get(at.file) ?? new Set();
    const key = `${role} ${range.join()} ${symbol}`;
    if (told.has(key)) return;
    this.#told.set(at.file, told.add(key));
    const made = create(OccurrenceSchema, {
      symbol,
      range,
      symbolRoles: ROLES[role],
      overrideDocumentation: documentation === '' ? [] : [documentation],
      enclosingRange: around && isWithin(span, around) ? rangeOf(around) : [],
      diagnostics: findings.map(diagnostic),
    });
    this.#wait(at, made);
  }

  #span({ at, name, span }: ScipOccurrence): Span {
    if (span) return span;
    const { line, column } = at;
    return { line, column, endLine: line, endColumn: column + this.#of.width(at, name) };
  }

  #wait(at: Place, made: Occurrence): void {
    const waiting = this.#waiting.get(at.file) ?? [];
    if (waiting.length === 0) this.#waiting.set(at.file, waiting);
    waiting.push(made);
    if (++this.#count < AT_ONCE) return;
    this.#encode();
    // More of the same file may come.
    this.#told = new Map([[at.file, this.#told.get(at.file) ?? new Set()]]);
  }

  #encode(): void {
    for (const [file, occurrences] of this.#waiting) this.#part(file, { occurrences });
    this.#waiting = new Map();
    this.#count = 0;
  }

  #part(file: string, fields: { occurrences?: Occurrence[]; symbols?: SymbolInformation[] }): void {
    const parts = this.#parts.get(file) ?? [];
    if (parts.length === 0) this.#parts.set(file, parts);
    parts.push(toBinary(DocumentSchema, create(DocumentSchema, fields)));
  }

  close(): void {
    const symbols = this.#facts?.finish() ?? [];
    this.#encode();
    for (const symbol of symbols) this.#part(symbol.file, { symbols: [information(symbol)] });
    this.#of.write(this.#metadata());
    for (const file of [...this.#parts.keys()].sort()) this.#of.write(this.#document(file));
  }

  #metadata(): Uint8Array {
    const toolInfo = { name: 'opscope', version: this.#tree?.version ?? '' };
    const metadata = { toolInfo, projectRoot: this.#of.root, textDocumentEncoding: TextEncoding.UTF8 };
    return toBinary(IndexSchema, create(IndexSchema, { metadata }));
  }

  #document(relativePath: string): Uint8Array {
    const positionEncoding = PositionEncoding.UTF16CodeUnitOffsetFromLineStart;
    const head = toBinary(DocumentSchema, create(DocumentSchema, { relativePath, language: 'C', positionEncoding }));
    const parts = [head, ...(this.#parts.get(relativePath) ?? [])];
    this.#parts.delete(relativePath);
    return new BinaryWriter()
      .tag(IndexSchema.field.documents.number, WireType.LengthDelimited)
      .bytes(Buffer.concat(parts))
      .finish();
  }
}

function information({ symbol, name, kind, signature, documentation, fills }: ScipSymbol): SymbolInformation {
  const relationships = [...fills].map((each) =>
    create(RelationshipSchema, { symbol: each, isImplementation: true, isReference: true }),
  );
  const common = { symbol, displayName: name, kind: KINDS[kind], documentation: [...documentation], relationships };
  if (signature === '') return create(SymbolInformationSchema, common);
  const signatureDocumentation = create(DocumentSchema, { language: 'C', text: signature });
  return create(SymbolInformationSchema, { ...common, signatureDocumentation });
}

/** As SCIP has it: from 0, and three numbers within a line. */
function rangeOf({ line, column, endLine, endColumn }: Span): number[] {
  const start = [line - 1, column - 1];
  return endLine === line ? [...start, endColumn - 1] : [...start, endLine - 1, endColumn - 1];
}

/** What a macro makes may stand elsewhere than its name. */
function isWithin(inner: Span, outer: Span): boolean {
  const begins = outer.line - inner.line || outer.column - inner.column;
  const ends = outer.endLine - inner.endLine || outer.endColumn - inner.endColumn;
  return begins <= 0 && ends >= 0;
}

function diagnostic({ rule, group, severity, message }: Finding): Diagnostic {
  const code = group === undefined ? rule : `${rule}/${group}`;
  return create(DiagnosticSchema, { severity: SEVERITIES[severity], code, message, source: 'opscope' });
}
