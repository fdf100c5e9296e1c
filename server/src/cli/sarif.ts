/** Findings as SARIF 2.1.0, which code scanning services read. */
import type { CheckAnswer } from '../features/findings/check.ts';
import type { Provenance } from '../model/answers.ts';
import type { Finding, FindingEvidence } from '../model/findings.ts';
import { type Gap, gapText } from '../model/gaps.ts';
import type { RuleFacts } from '../rules/rule.ts';
import type { Program } from './io.ts';
import { SARIF_LEVELS, sarifRules } from './sarif-rules.ts';

/** What a log has besides the answer. */
export interface SarifSources {
  readonly program: Program;
  readonly rules: readonly RuleFacts[];
  /** The page about a rule; null when it is not there. */
  page(rule: string): string | null;
  /** The text of a file of the tree; null when it cannot be read. */
  text(file: string): string | null;
  readonly provenance: Provenance | null;
  /** What the answer goes without. */
  readonly gaps: readonly Gap[];
  /** What kind of run it is, where it is none of the usual ones. */
  readonly kind?: string;
}

/** What every path in a log starts from. */
const ROOT = 'SRCROOT';

/** How many lines around a finding are quoted. */
const AROUND = 3;

/** The log of one run. */
export function sarif({ findings, suppressed, notes, tree }: CheckAnswer, sources: SarifSources): object {
  const { program, rules, provenance, gaps } = sources;
  const ids = rules.map(({ id }) => id);
  const result = resultWriter(ids, sources.text);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'opscope',
            semanticVersion: program.version,
            ...(program.home === null ? {} : { informationUri: program.home }),
            rules: sarifRules(rules, sources.page, program.home),
          },
        },
        // Code scanning compares a run with the last one of the same kind.
        automationDetails: { id: sources.kind === undefined ? 'opscope/' : `opscope/${sources.kind}/` },
        ...(provenance === null ? {} : { versionControlProvenance: [versionControl(provenance)] }),
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...notes.map(notification), ...gaps.map(gapNotification)],
          },
        ],
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { uri: folderUri(tree.root) } },
        results: [
          ...findings.map((each) => ({ ...result(each), suppressions: [] })),
          ...suppressed.map(({ finding, reason }) => ({
            ...result(finding),
            suppressions: [{ kind: 'inSource', justification: reason }],
          })),
        ],
      },
    ],
  };
}

function resultWriter(ids: readonly string[], text: SarifSources['text']): (finding: Finding) => object {
  const print = fingerprints();
  const quote = quoter(text);
  return (each) => {
    const steps = each.evidence.filter(({ step }) => step);
    return {
      ruleId: each.rule,
      ruleIndex: ids.indexOf(each.rule),
      level: SARIF_LEVELS[each.severity],
      message: said(each.message),
      locations: [location(each, quote)],
      partialFingerprints: { 'findingIdentity/v1': print(each) },
      relatedLocations: each.evidence.map((place, id) => ({ id, ...evidence(place) })),
      ...(steps.length === 0 ? {} : { codeFlows: [codeFlow(steps)] }),
    };
  };
}

/** A message. SARIF takes `[x](y)` in one for a link, as which C writes the call of an element of an array. */
function said(text: string): object {
  return { text: text.replaceAll('](', '] (') };
}

function location(finding: Finding, quote: Quote): object {
  const { file, function: inside } = finding;
  const logical = inside === null ? {} : { logicalLocations: [{ name: inside, kind: 'function' }] };
  return { physicalLocation: { artifactLocation: artifact(file), ...quote(finding) }, ...logical };
}

function evidence({ file, line, message }: FindingEvidence): object {
  return {
    message: said(message),
    physicalLocation: { artifactLocation: artifact(file), region: { startLine: line } },
  };
}

/** The way that a finding is about, step by step. */
function codeFlow(steps: readonly FindingEvidence[]): object {
  const locations = steps.map((step, i) => ({ location: evidence(step), executionOrder: i + 1 }));
  return { threadFlows: [{ locations }] };
}

function notification(text: string): object {
  return { level: 'note', message: said(text) };
}

/** What was lost or cut is worth a warning: a finding may be missing. */
function gapNotification(gap: Gap): object {
  const told = { level: gap.k === 'unread' ? 'note' : 'warning', message: said(gapText(gap)) };
  if (gap.k === 'unread' || gap.file === null) return told;
  const region = gap.line === null ? {} : { region: { startLine: gap.line } };
  return { ...told, locations: [{ physicalLocation: { artifactLocation: artifact(gap.file), ...region } }] };
}

function versionControl({ repository, commit, branch, up }: Provenance): object {
  return {
    repositoryUri: repository,
    revisionId: commit,
    ...(branch === null ? {} : { branch }),
    mappedTo: { uriBaseId: ROOT, ...(up === '' ? {} : { uri: up }) },
  };
}

/** The region of a finding with its text, and the lines around it. */
type Quote = (finding: Finding) => { readonly region: object; readonly contextRegion?: object };

function quoter(text: SarifSources['text']): Quote {
  const files = new Map<string, readonly string[]>();
  return ({ file, line, column, endLine, endColumn }) => {
    const lines = files.get(file) ?? text(file)?.split('\n') ?? [];
    files.set(file, lines);
    const region = { startLine: line, startColumn: column, endLine, endColumn };
    // The file may have been edited since it was checked.
    if (endLine > lines.length) return { region };
    const own = lines.slice(line - 1, endLine);
    own.push((own.pop() ?? '').slice(0, endColumn - 1));
    const startLine = Math.max(1, line - AROUND);
    const around = lines.slice(startLine - 1, endLine + AROUND);
    return {
      region: { ...region, snippet: { text: own.join('\n').slice(column - 1) } },
      contextRegion: {
        startLine,
        endLine: startLine + around.length - 1,
        snippet: { text: around.join('\n') },
      },
    };
  };
}

/** Numbers that findings keep when lines move: by rule, file, function and message, and by order where all are the same. */
function fingerprints(): (finding: Finding) => string {
  const times = new Map<string, number>();
  return ({ rule, file, function: inside, message }) => {
    const key = JSON.stringify([rule, file, inside, message]);
    const before = times.get(key) ?? 0;
    times.set(key, before + 1);
    return hash(before === 0 ? key : `${key} ${before}`);
  };
}

const MASK = (1n << 64n) - 1n;

/** FNV-1a, 64 bits, in hexadecimal. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) value = ((value ^ BigInt(byte)) * 0x100000001b3n) & MASK;
  return value.toString(16).padStart(16, '0');
}

function artifact(file: string): object {
  return { uri: encoded(file), uriBaseId: ROOT };
}

/** A path as a part of a URI. */
function encoded(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A folder of this machine; one with a drive letter, too. */
function folderUri(folder: string): string {
  const path = `${folder.replaceAll('\\', '/').replace(/(?<!\/)\/+$/, '')}/`;
  return `file://${encoded(path.startsWith('/') ? path : `/${path}`)}`;
}
