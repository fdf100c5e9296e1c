/** What each marker asks, and how its answer is told. A check gives null where the answer is the expected one. */

import { briefly } from '../../../server/src/features/editor/brief.ts';
import { explainTarget } from '../../../server/src/features/editor/hover.ts';
import { lenses } from '../../../server/src/features/editor/lens.ts';
import { definitions, implementations, references } from '../../../server/src/features/editor/locations.ts';
import { graph } from '../../../server/src/features/graph/graph.ts';
import type { Spot } from '../../../server/src/features/places.ts';
import { matrix } from '../../../server/src/features/tables/matrix.ts';
import { explanationMarkdown } from '../../../server/src/lsp/markdown.ts';
import type { MatrixTable, TreeInfo } from '../../../server/src/model/answers.ts';
import type { GraphAnswer, GraphNode, ReachedIoctl } from '../../../server/src/model/graph-answers.ts';
import type { Marker } from './archive.ts';
import type { KnownTable, Session } from './session.ts';

type Check = (session: Session, marker: Marker) => string | null;

const NO_TREE: TreeInfo = { root: '', version: '' };

/** The checks, by the markers' names. */
export const CHECKS: Readonly<Record<string, Check>> = {
  hook: checkHook,
  unset: (session, marker) => ofTable(session, marker, 0, ({ row }) => told(slotText(row, arg(marker, 1)), 'unset')),
  value: (session, marker) =>
    ofTable(session, marker, 0, ({ row }) => told(slotText(row, arg(marker, 1)), `value ${arg(marker, 2)}`)),
  condition: checkCondition,
  installed: (session, marker) =>
    ofTable(session, marker, 0, ({ row }) => {
      const into = row.installedIn.map((each) => each.table ?? `${each.function}()`);
      return into.includes(arg(marker, 1)) ? null : `installed in ${listed(into)}`;
    }),
  dispatch: checkDispatch,
  implementation: checkImplementation,
  definition: checkDefinition,
  references: checkReferences,
  hover: checkHover,
  lens: checkLens,
  nolens: (session, marker) => {
    const titles = lensTitles(session, marker);
    return titles.length === 0 ? null : `a lens: ${listed(titles)}`;
  },
  silent: (session, marker) => {
    const target = session.target(marker);
    return target ? `a ${target.k}: ${hoverText(explanationMarkdown(explainTarget(target), null).value)}` : null;
  },
  reach: (session, marker) =>
    ofIoctl(session, marker, (ioctl) => ioctl.hooks.map((each) => `${each.field}: ${each.memoryTypes.join(', ')}`)),
  backend: (session, marker) => ofIoctl(session, marker, (ioctl) => ioctl.backends.map((each) => each.function)),
  paths: (session, marker) =>
    ofIoctl(session, marker, ({ name }) => {
      const answer = graph(session.resolver, session.settings.ops, { k: 'ioctl', name }, null, NO_TREE);
      return answer ? pathsOf(answer) : [];
    }),
  nostruct: (session, marker) => {
    const name = arg(marker, 0);
    const answer = matrix(session.resolver.ops(name), NO_TREE);
    const isMissing = answer.defined === null && answer.fields.length === 0 && answer.tables.length === 0;
    return isMissing && answer.note?.includes(`no struct ${name}`) ? null : `note ${answer.note}`;
  },
};

/** The ways through a graph from its ioctl to what memory types do, each as `step > step > TYPE: FUNCTION`. */
function pathsOf({ nodes, edges }: GraphAnswer): readonly string[] {
  const steps = (node: GraphNode): readonly string[] => {
    const name = node.memoryType === null ? node.function : `${node.memoryType}: ${node.function}`;
    const next = edges.filter(({ from }) => from === node.id).flatMap(({ to }) => nodes.filter(({ id }) => id === to));
    if (next.length === 0) return [name];
    const ways = next.flatMap(steps);
    return node.kind === 'ioctl' ? ways : ways.map((way) => `${name} > ${way}`);
  };
  return [...new Set(nodes.filter(({ kind }) => kind === 'ioctl').flatMap(steps))];
}

/** Compares what is reached from the `case` in the marker's line with the arguments, in any order. */
function ofIoctl(session: Session, marker: Marker, reached: (ioctl: ReachedIoctl) => readonly string[]): string | null {
  const ioctls = session.ioctls().filter((each) => each.file === marker.file && each.line === marker.line);
  if (ioctls.length === 0) return 'no ioctl in this line';
  const expected = listed(marker.args.map((each) => each.text).sort());
  const wrong = ioctls.map((each) => listed([...reached(each)].sort())).find((got) => got !== expected);
  return wrong ?? null;
}

function arg(marker: Marker, index: number): string {
  const found = marker.args[index];
  if (!found) throw new Error(`argument ${index + 1} is missing`);
  return found.text;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

function told(got: string, expected: string): string | null {
  return got === expected ? null : got;
}

/** Asks of the tables that an argument names; one of them has to give the expected answer. */
function ofTable(
  session: Session,
  marker: Marker,
  index: number,
  check: (known: KnownTable) => string | null,
): string | null {
  const tables = session.named(arg(marker, index));
  if (tables.length === 0) return `no such table; there are ${listed(session.tables.map(({ row }) => row.name))}`;
  const answers = tables.map(check);
  return answers.includes(null) ? null : listed(answers.map(String));
}

/** What the matrix shows of a slot. */
function slotText(row: MatrixTable, field: string): string {
  if (!(field in row.hooks)) return `no field ${field}`;
  const slot = row.hooks[field];
  if (!slot) return 'unset';
  return 'function' in slot ? `function ${slot.function}` : `value ${slot.value}`;
}

/** Every function that the table's slot holds, one for each branch of an `#if`; the matrix has to show one of them. */
function checkHook(session: Session, marker: Marker): string | null {
  const [field, name] = [arg(marker, 0), arg(marker, 2)];
  return ofTable(session, marker, 1, ({ table, row }) => {
    const slots = table.slots.flatMap((slot) => {
      if (slot.field !== field || slot.value.k !== 'function') return [];
      const { line } = table.file.point(slot.at);
      const place = session.resolver.functions.find(slot.value.name, table.file);
      return [{ line, name: slot.value.name, full: `${place?.file.path}:${slot.value.name}` }];
    });
    const shown = row.hooks[field];
    const isHeld = slots.some((slot) => slot.line === marker.line && (slot.name === name || slot.full === name));
    const isShown = shown && 'function' in shown && slots.some((slot) => slot.name === shown.function);
    if (isHeld && isShown && row.file === marker.file) return null;
    return `${row.file}: ${listed(slots.map((slot) => `${slot.name} in line ${slot.line}`))}; ${slotText(row, field)}`;
  });
}

function checkCondition(session: Session, marker: Marker): string | null {
  const last = marker.args.at(-1);
  const expected = last?.quoted ? last.text : String(null);
  return ofTable(session, marker, 0, ({ table, row }) => {
    if (marker.args.length === 2) return told(String(row.condition), expected);
    const slot = table.slots.find(
      (each) => each.field === arg(marker, 1) && table.file.point(each.at).line === marker.line,
    );
    return slot ? told(String(slot.condition), expected) : 'no such slot in this line';
  });
}

function checkDispatch(session: Session, marker: Marker): string | null {
  const [struct, field, guard, ...functions] = marker.args.map((each) => each.text);
  const sites = session.dispatches.filter((site) => site.file === marker.file && site.line === marker.line);
  const text = (targets: readonly string[]): string => listed([...targets].sort());
  const asked = sites.filter((site) => site.struct === struct && site.field === field);
  const isExpected =
    asked.length > 0 &&
    asked.every((site) => site.guarded === (guard === 'guarded') && text(site.targets) === text(functions));
  if (isExpected) return null;
  return listed(
    sites.map(
      (site) => `${site.struct}.${site.field} ${site.guarded ? 'guarded' : 'unguarded'} -> ${text(site.targets)}`,
    ),
  );
}

/** How an expected name is written where a spot is one: `FILE:NAME` or `NAME`. */
function nameOf(session: Session, spot: Spot, expected: readonly string[]): string {
  const { name, isDefinition } = session.at(spot);
  const full = `${spot.file}:${name}`;
  const written = expected.includes(full) ? full : name;
  return isDefinition ? written : `${full}, line ${spot.line}, which is no definition`;
}

function checkImplementation(session: Session, marker: Marker): string | null {
  const expected = marker.args
    .slice(1)
    .map((each) => each.text)
    .sort();
  const target = session.target(marker);
  const got = target
    ? implementations(target, session.file(marker)).map((spot) => nameOf(session, spot, expected))
    : [];
  return told(listed(got.sort()), listed(expected));
}

function checkDefinition(session: Session, marker: Marker): string | null {
  const target = session.target(marker);
  const got = target ? definitions(target, session.file(marker)) : [];
  return told(listed(got.map((spot) => `${spot.file}:${session.at(spot).name}`)), arg(marker, 1));
}

function checkReferences(session: Session, marker: Marker): string | null {
  const target = session.target(marker);
  const got = target ? references(target, session.file(marker), true) : [];
  return got.length === Number(arg(marker, 1))
    ? null
    : `${got.length}: ${listed(got.map((spot) => `${spot.file}:${spot.line}:${spot.column}`))}`;
}

/** Markdown as it reads: without its backslashes. */
function hoverText(markdown: string): string {
  return markdown.replace(/\\([\\`*_{}[\]<>#|])/g, '$1');
}

function checkHover(session: Session, marker: Marker): string | null {
  const target = session.target(marker);
  if (!target) return 'no hover';
  const said = briefly(target, session.file(marker), session.settings);
  const text = hoverText(explanationMarkdown(said, null).value);
  const inOneLine = text.replace(/\s+/g, ' ');
  return marker.args.slice(1).every((part) => inOneLine.includes(part.text)) ? null : text;
}

function lensTitles(session: Session, marker: Marker): readonly string[] {
  const kinds = { fields: true, tables: true, functions: true };
  return lenses(session.resolver, session.settings, kinds, session.file(marker))
    .filter((lens) => lens.at.line === marker.line)
    .map((lens) => lens.title);
}

function checkLens(session: Session, marker: Marker): string | null {
  const titles = lensTitles(session, marker);
  const isExpected = titles.length === 1 && marker.args.every((part) => titles[0]?.includes(part.text));
  return isExpected ? null : listed(titles);
}
