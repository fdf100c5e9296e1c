/** Everything that a snapshot answers, as lines that can be compared. */

import { targetAt } from '../../server/src/features/cursor/target-at.ts';
import { briefly } from '../../server/src/features/editor/brief.ts';
import { explain } from '../../server/src/features/editor/explain.ts';
import { dispatchHints, type HintsWanted } from '../../server/src/features/editor/hints.ts';
import { explainTarget } from '../../server/src/features/editor/hover.ts';
import { lenses } from '../../server/src/features/editor/lens.ts';
import { implementations, references } from '../../server/src/features/editor/locations.ts';
import { opsSymbols } from '../../server/src/features/editor/symbols.ts';
import { check, PLAIN_QUERY } from '../../server/src/features/findings/check.ts';
import { ioctlLenses } from '../../server/src/features/graph/ioctl-lens.ts';
import { reach } from '../../server/src/features/graph/ioctl-reach.ts';
import type { QuerySettings } from '../../server/src/features/query.ts';
import { dispatchSites } from '../../server/src/features/tables/dispatch-sites.ts';
import { matrix } from '../../server/src/features/tables/matrix.ts';
import { tableRows } from '../../server/src/features/tables/table-rows.ts';
import type { Snapshot } from '../../server/src/index/snapshot.ts';
import { Resolver } from '../../server/src/resolve/ops/ops.ts';

/** The hints of whole files, whatever the struct. */
const EVERY_CALL: HintsWanted = { anyOps: true, lines: [1, Number.MAX_SAFE_INTEGER] };

/** What to ask. */
export interface Asked {
  readonly settings: QuerySettings;
  /** Files whose lenses and hints are wanted. */
  readonly paths: readonly string[];
  /** Places to hover at. */
  readonly cursors: readonly { readonly path: string; readonly offset: number }[];
  /** Whether to run the ioctls, too. */
  readonly reach: boolean;
  /** Whether to run every rule, too. */
  readonly findings: boolean;
}

const kinds = { fields: true, tables: true, functions: true };
const tree = { root: '/tree', version: '' };

/** Asks everything. What throws is an answer, too. */
export function answersOf(snapshot: Snapshot, asked: Asked): string[] {
  const resolver = Resolver.of(snapshot);
  const { settings } = asked;
  const line = (what: string, answer: () => unknown): string => `${what} ${JSON.stringify(attempt(answer))}`;
  const ops = settings.ops.map((name) => resolver.ops(name));
  return [
    ...ops.map((each) => line(`matrix ${each.name}`, () => matrix(each, tree))),
    ...ops.map((each) => line(`dispatch ${each.name}`, () => dispatchSites(each))),
    line('tables', () => [...tableRows(resolver, settings.ops)]),
    line('symbols', () => opsSymbols(resolver, settings, '')),
    ...(asked.reach ? [line('reach', () => reach(resolver, settings.ops, tree))] : []),
    ...(asked.findings ? [line('findings', () => check(snapshot, { ...PLAIN_QUERY, ops: settings.ops }, tree))] : []),
    ...ops.flatMap((each) =>
      each
        .hookNames()
        .map((name) => line(`explain ${name}`, () => explain(resolver, settings, `${each.name}.${name}`))),
    ),
    ...asked.paths.flatMap((path) => {
      const file = snapshot.file(path);
      if (!file) return [`${path} is not there`];
      return [
        line(`lenses ${path}`, () => lenses(resolver, settings, kinds, file)),
        line(`ioctls ${path}`, () => ioctlLenses(resolver, settings.ops, file)),
        line(`hints ${path}`, () => dispatchHints(resolver, settings, file, EVERY_CALL)),
      ];
    }),
    ...asked.cursors.map(({ path, offset }) =>
      line(`at ${path} ${offset}`, () => at(resolver, settings, path, offset)),
    ),
  ];
}

function at(resolver: Resolver, settings: QuerySettings, path: string, offset: number): unknown {
  const file = resolver.snapshot.file(path);
  const target = file && targetAt(resolver, settings, file, Math.min(offset, file.text.length));
  if (!file || !target) return null;
  const said = [explainTarget(target), briefly(target, file, settings)];
  return [...said, implementations(target, file), references(target, file, true)];
}

function attempt(answer: () => unknown): unknown {
  try {
    return answer();
  } catch (error) {
    return `throws ${error instanceof Error ? error.stack : error}`;
  }
}
