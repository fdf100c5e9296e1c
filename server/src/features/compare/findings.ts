/** Findings: how many there are, and which are introduced and removed. */
import { smallest } from '../../base/extremes.ts';
import type { CompareAnswer, CompareFinding } from '../../model/compare-answers.ts';
import type { Finding } from '../../model/findings.ts';
import { byPlace } from '../../rules/index.ts';
import { coreOf } from '../../rules/tables.ts';
import { unsuppressed } from '../../rules/unsuppressed.ts';
import { gone } from '../findings/introduced.ts';
import type { Facts } from './facts.ts';
import { type Group, itemOf, sorted } from './rows.ts';

export const findingRows: Group = {
  name: 'findings',
  *rows(facts, against) {
    const items = sorted(facts.findings.map(itemOf));
    yield { id: 'finding.all', claim: 'findings in the files of the struct', value: facts.findings.length, items };
    if (!against) return;
    const { introduced, removed } = changes(against.facts, facts);
    yield { id: 'finding.introduced', claim: 'of those, not on the other side', items: introduced.map(itemOf) };
    yield { id: 'finding.removed', claim: 'findings of the other side that are none here', items: removed.map(itemOf) };
  },
};

const NO_RENAMES: ReadonlyMap<string, string> = new Map();

interface Changes {
  readonly introduced: readonly Finding[];
  readonly removed: readonly Finding[];
  readonly same: number;
}

/** What comes and goes from one side to another. What a file knew before it came to dispatch is not new. */
export function changes(from: Facts, to: Facts): Changes {
  const [before, now] = [widened(from, to), widened(to, from)];
  const own = (all: readonly Finding[], of: Facts): readonly Finding[] => {
    const known = new Set(of.findings.map(identity));
    return all.filter((each) => known.has(identity(each)));
  };
  const introduced = own(gone(before, now, NO_RENAMES), to);
  const removed = own(gone(now, before, NO_RENAMES), from);
  return {
    introduced: [...introduced].sort(byPlace),
    removed: [...removed].sort(byPlace),
    same: to.findings.length - introduced.length,
  };
}

/** The findings of a side where the other's files and core count, too. */
function widened(facts: Facts, other: Facts): readonly Finding[] {
  const paths = [...new Set([...facts.files, ...other.files])].sort();
  return unsuppressed({ ...facts.scope(paths), core: coreOf([other.ops]) }).findings;
}

function identity({ rule, file, line, column, message }: Finding): string {
  return `${rule} ${file}:${line}:${column} ${message}`;
}

/** Against the base, or of the second side against the first. */
export function compareFindings(sides: readonly Facts[], base: Facts | null): CompareAnswer['findings'] {
  const [first, ...others] = base ? [base, ...sides] : sides;
  if (!first) return { introduced: [], removed: [], same: 0 };
  const all = others.map((facts) => ({ name: facts.name, ...changes(first, facts) }));
  const of = (what: 'introduced' | 'removed'): readonly CompareFinding[] =>
    all.flatMap(({ name, [what]: findings }) => findings.map((each) => ({ ...each, side: name })));
  return {
    introduced: of('introduced'),
    removed: of('removed'),
    same: smallest(all.map(({ same }) => same)),
  };
}
