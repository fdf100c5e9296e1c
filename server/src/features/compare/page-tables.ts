/** Page tables: in the hooks' signatures, in their bodies, in what they call, and which of them can be in a module. */
import type { CompareItem } from '../../model/compare-answers.ts';
import type { Finding } from '../../model/findings.ts';
import { kbuildOf } from '../modules.ts';
import { type Group, itemOf, sorted } from './rows.ts';

export const pageTables: Group = {
  name: 'page tables',
  *rows(facts) {
    if (!facts.hasStruct) return;
    const of = (rule: string): readonly Finding[] => facts.findings.filter((each) => each.rule === rule);
    yield {
      id: 'pgtable.signature',
      claim: 'hooks with page-table types in their signature',
      items: of('pgtable-in-ops-signature').map(itemOf),
    };
    const own = new Set(facts.slots.flatMap(({ body }) => body?.name ?? []));
    const reaching = of('pgtable-in-hook').filter((each) => own.has(each.function ?? ''));
    const direct = reaching.filter((each) => steps(each).length === 1);
    yield { id: 'pgtable.body', claim: 'hook functions that handle page tables', items: told(direct) };
    yield {
      id: 'pgtable.calls',
      claim: 'hook functions that do so through what they call',
      items: told(reaching.filter((each) => !direct.includes(each))),
    };
    const kbuild = kbuildOf(facts.side.snapshot, null);
    yield {
      id: 'pgtable.module',
      claim: 'of both, those that can be in a module',
      items: told(reaching.filter(({ file }) => kbuild.status(file).moduleOn.length > 0)),
    };
  },
};

function steps({ evidence }: Finding): readonly unknown[] {
  return evidence.filter(({ step }) => step);
}

function told(findings: readonly Finding[]): readonly CompareItem[] {
  return sorted(
    findings.map((each) => ({ ...itemOf(each), message: (each.message.split('. ')[0] ?? '').replace(/\.$/, '') })),
  );
}
