/** Dispatch: where hooks are called, with a check or without, and what is never called. */
import { undispatchedHooks } from '../../rules/undispatched.ts';
import { dispatchSites } from '../tables/dispatch-sites.ts';
import type { Facts } from './facts.ts';
import { type Group, itemOf, type Row, sorted } from './rows.ts';

export const dispatch: Group = {
  name: 'dispatch',
  *rows(facts) {
    if (!facts.hasStruct) return;
    yield* sites(facts);
    const never = undispatchedHooks(facts.ops);
    const fields = facts.matrix.fields.filter(({ name }) => never.has(name));
    yield {
      id: 'dispatch.never',
      claim: 'hooks that are called nowhere',
      items: fields.map(({ name, file, line }) => ({ message: name, file, line })),
    };
    const open = facts.findings.filter(({ rule }) => rule === 'table-not-const');
    yield { id: 'dispatch.not-const', claim: 'tables that are not const', items: open.map(itemOf) };
  },
};

function* sites(facts: Facts): Iterable<Row> {
  const all = dispatchSites(facts.ops).map(({ function: inside, field, file, line, guarded, checkedIn }) => ({
    guarded,
    checkedIn,
    item: { message: `${inside}() calls ${field}`, file, line },
  }));
  yield { id: 'dispatch.sites', claim: 'calls through hooks', items: sorted(all.map(({ item }) => item)) };
  yield {
    id: 'dispatch.guarded',
    claim: 'of those, checked where they stand',
    items: sorted(all.flatMap(({ guarded, item }) => (guarded ? [item] : []))),
  };
  const risky = facts.findings.filter(({ rule }) => rule === 'hook-unguarded');
  yield { id: 'dispatch.null', claim: 'calls that can jump to NULL', items: sorted(risky.map(itemOf)) };
}
