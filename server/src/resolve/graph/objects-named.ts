/** Where objects that are called back are named: the functions that set them and hand them on, and the tables that initialise them. */
import { pattern, patternWith } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import { query } from '../../index/query.ts';
import type { Snapshot } from '../../index/snapshot.ts';
import type { StructDef } from '../language/types.ts';
import { Bodies, type Body } from '../ops/bodies.ts';
import type { QueuedObject } from '../ops/later.ts';
import { Resolver } from '../ops/ops.ts';
import type { OpsTable } from '../tables/tables.ts';
import { callbackOf } from '../uses/callbacks.ts';
import { stepsText } from '../uses/spots.ts';
import { type AnySlot, slotsIn, slotsOf } from './any-ops.ts';

/** The functions that name a function as a value. */
export function setters(resolver: Resolver, { name, fn, file }: Body): readonly Body[] {
  const { snapshot } = resolver;
  // `= name(...)` and `name(` are calls.
  const value = pattern`[(,=?:]\s*(?:&\s*)?${name}\s*[,);:]`;
  const isOwn = fn.static && file.path.endsWith('.c');
  const paths = isOwn ? [file.path] : snapshot.searchPattern(value, [name]);
  const isMeant = (each: SourceFile): boolean =>
    each === file || (!fn.static && new Bodies(resolver).own(name, each).length === 0);
  return paths
    .flatMap((path) => bodiesIn(snapshot, path, (text) => value.test(text)))
    .filter((body) => isMeant(body.file));
}

/** The functions that name an object: a member on the way to it, or the variable that it is. */
export function bodiesWith(snapshot: Snapshot, { spot: { root, steps }, inBody }: QueuedObject): readonly Body[] {
  if (root.k === 'global') return snapshot.get(NAMING_VARIABLE, root.name, root.file);
  const written = steps.filter((each) => each.written);
  const named = written.flatMap(({ struct, member }) => snapshot.get(NAMING_MEMBER, struct, member));
  return [...new Set([inBody, ...named])];
}

const NAMING_VARIABLE = query(
  'functions that name a variable',
  (snapshot: Snapshot, name: string, file: string | null): readonly Body[] => {
    const word = pattern`\b${name}\b`;
    const paths = file === null ? snapshot.search([name]) : [file];
    return paths.flatMap((path) => bodiesIn(snapshot, path, (text) => word.test(text)));
  },
);

const NAMING_MEMBER = query(
  'functions that hand a member on',
  (snapshot: Snapshot, struct: StructDef, member: string): readonly Body[] => {
    const names = snapshot.get(DECLARED_AS, struct.name);
    const uses = pattern`(?:\b${names}|[)\]])(?:->|\.)${member}\b\s*[[,);.-]`;
    const { path } = struct.file;
    const paths = path.endsWith('.c') ? [path] : snapshot.searchPattern(uses, [member]);
    const isMeant = (text: string): boolean => uses.test(text) && mayMean(text, struct.name, member, names);
    return paths.flatMap((each) => bodiesIn(snapshot, each, isMeant));
  },
);

/** The names that texts give to variables and members of a struct, or to pointers to it. */
const DECLARED_AS = query('names of what is a struct', (snapshot: Snapshot, tag: string): ReadonlySet<string> => {
  const declared = patternWith('g')`\b${tag}\b[\s*]+([^;(){}=]{0,200})`;
  const found = new Set<string>();
  for (const path of tag === '' ? [] : snapshot.search([tag])) {
    const text = snapshot.read(path) ?? '';
    for (const [, names = ''] of text.matchAll(declared)) for (const name of names.match(/\w+/g) ?? []) found.add(name);
  }
  return found;
});

function bodiesIn(snapshot: Snapshot, path: string, wanted: (text: string) => boolean): readonly Body[] {
  const file = snapshot.file(path);
  return file ? [...new Bodies(Resolver.of(snapshot)).inFile(file, wanted)] : [];
}

/** Whether a member that a text names can be one of a struct: where what it is of has a name that the struct has somewhere, and no other type here. */
function mayMean(text: string, struct: string, member: string, names: ReadonlySet<string>): boolean {
  const uses = patternWith('g')`(->|\.)?(?:\b(\w+)(?:\[[^[\]]*\])?|[)\]])(?:->|\.)${member}\b`;
  for (const [, access, name] of text.matchAll(uses)) {
    if (name === undefined) {
      if (text.includes(struct)) return true;
      continue;
    }
    if (!names.has(name)) continue;
    if (access !== undefined) return true;
    const declared = text.matchAll(patternWith('g')`\bstruct\s+(\w+)[\s*]+(?:const\s+)?${name}\b`);
    const tags = Array.from(declared, ([, tag]) => tag);
    if (tags.length === 0 || tags.includes(struct)) return true;
  }
  return false;
}

/** The objects of files that are initialised with a function in a hook that is called back. */
export function tableObjectsOf(resolver: Resolver, body: Body): readonly QueuedObject[] {
  return slotsOf(resolver, body).flatMap((slot) => tableObject(resolver.snapshot, slot, body));
}

function tableObject(snapshot: Snapshot, { table }: AnySlot, inBody: Body): readonly QueuedObject[] {
  const { struct, name, path, inFunction } = table;
  if (name === '' || inFunction !== null || !callbackOf(snapshot, struct)?.single) return [];
  const steps = membersOf(path).map((member) => ({ struct, member, written: false }));
  return [{ struct, inBody, spot: { root: { k: 'global', name, file: ownFile(table) }, steps } }];
}

function ownFile({ isStatic, file, macro }: OpsTable): string | null {
  return file.path.endsWith('.c') && (isStatic || macro !== null) ? file.path : null;
}

/** `.work.timer` and `[3].work` as members. */
function membersOf(path: string): readonly string[] {
  return path
    .replace(/\[[^[\]]*\]/g, '')
    .split('.')
    .filter((each) => each !== '');
}

/** The functions that an object of a file is initialised with. */
export function functionsSet(
  resolver: Resolver,
  { struct, spot: { root, steps } }: QueuedObject,
): readonly { readonly name: string; readonly file: SourceFile }[] {
  if (root.k !== 'global') return [];
  const { snapshot } = resolver;
  const { name } = root;
  const word = pattern`\b${name}\b`;
  const paths = root.file === null ? snapshot.search([name]) : [root.file];
  const wanted = stepsText(steps);
  return paths.flatMap((path) => {
    const file = snapshot.file(path);
    const slots = file ? slotsIn(resolver, file, (text, kind) => kind !== 'function' && word.test(text)) : [];
    const own = slots.filter(({ table }) => table.struct === struct && table.name === name);
    return own.flatMap((slot) =>
      membersOf(slot.table.path).join('.') === wanted ? [{ name: slot.function, file: slot.table.unit }] : [],
    );
  });
}
