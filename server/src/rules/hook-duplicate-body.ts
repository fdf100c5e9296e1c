/** Two memory types fill a hook with functions of the same body. */
import type { SourceFile } from '../index/file.ts';
import type { Body } from '../resolve/ops/bodies.ts';
import type { OpsIndex } from '../resolve/ops/ops.ts';
import type { OpsTable } from '../resolve/tables/tables.ts';
import { solidBefore } from '../syntax/sheet.ts';
import { skipLiteral } from '../syntax/skip.ts';
import { evidenceAt, type Raised, type Rule } from './rule.ts';
import { filledSlots } from './tables.ts';

export const hookDuplicateBody: Rule = {
  id: 'hook-duplicate-body',
  severity: 'info',
  title: 'Two functions of one hook have the same body',
  precision: 'very-high',
  tags: ['ops-table'],
  *find({ ops }) {
    for (const each of ops) {
      for (const alike of sameBodies(each)) {
        // What most tables share is the default already.
        const [first, ...others] = [...alike.values()].sort((a, b) => b.tables.length - a.tables.length);
        if (first) for (const other of others) yield raised(first, other);
      }
    }
  },
};

/** A function that fills a hook, and the tables that it fills it for. */
interface Filler {
  readonly field: string;
  readonly body: Body;
  readonly tables: OpsTable[];
}

/** The functions of each hook, those of the same body together. */
function sameBodies(ops: OpsIndex): Iterable<ReadonlyMap<string, Filler>> {
  const found = new Map<string, Map<string, Filler>>();
  const plain = new Map<string, string>();
  for (const { slot, table, body } of filledSlots(ops)) {
    if (!body) continue;
    const text = plain.get(body.id) ?? plainBody(body);
    plain.set(body.id, text);
    const key = `${slot.field} ${text}`;
    const alike = found.get(key) ?? new Map<string, Filler>();
    const filler = alike.get(body.id) ?? { field: slot.field, body, tables: [] };
    filler.tables.push(table);
    found.set(key, alike.set(body.id, filler));
  }
  return found.values();
}

function raised({ body: first }: Filler, { body, field }: Filler): Raised {
  return {
    message: `${body.name}() does what ${first.name}() does: both fill ${field}. Share one default function.`,
    file: body.file,
    at: body.fn.nameAt,
    end: body.fn.nameAt + body.name.length,
    function: body.name,
    evidence: [evidenceAt(`${first.name}() has the same body`, first.file, first.fn.nameAt)],
  };
}

/**
 * A body without comments and layout, its parameters by number: two spellings of one function are the same. What a file declares
 * itself is not what another calls by the same name.
 */
function plainBody({ file, fn }: Body): string {
  const start = file.text.indexOf('{', fn.nameAt);
  let text = '';
  for (let i = start; i < fn.end; ) {
    const behind = skipLiteral(file.text, i);
    const isComment = behind > i && file.text.charAt(i) === '/';
    text += isComment ? ' ' : file.text.slice(i, Math.max(behind, i + 1));
    i = Math.max(behind, i + 1);
  }
  const names = new Map(fn.params.map((param, i) => [param.name ?? '', `$${i}`] as const));
  return text
    .replace(/[A-Za-z_]\w*/g, (name, at: number) =>
      isMember(text, at) ? name : (names.get(name) ?? owned(file, name)),
    )
    .replace(/\s+/g, ' ');
}

/** Whether what stands at an offset is a member: behind a dot or an arrow. */
function isMember(text: string, at: number): boolean {
  const end = solidBefore(text, at);
  return text[end - 1] === '.' || text.startsWith('->', end - 2);
}

function owned(file: SourceFile, name: string): string {
  return file.path.endsWith('.c') && file.symbols(name).length > 0 ? `${file.path} ${name}` : name;
}
