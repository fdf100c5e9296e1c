/** What a SARIF log of a tree has besides the findings. */
import { EVERY_RULE } from '../features/findings/check.ts';
import type { OpenTree } from './io.ts';
import type { SarifSources } from './sarif.ts';

export async function sarifSources(tree: OpenTree): Promise<SarifSources> {
  return {
    program: tree.program,
    rules: EVERY_RULE,
    page: (rule) => tree.rulePage(rule),
    text: (file) => tree.snapshot.source.read(file),
    provenance: await tree.provenance(),
    gaps: tree.snapshot.gaps.all(),
  };
}
