/** What of a series stands at its end, as SARIF and as annotations of GitHub: both show places in the tree with all of it. */
import type { Review } from '../features/review/review.ts';
import { failures, numberIn } from '../features/review/words.ts';
import { SCHEMA } from '../model/answers.ts';
import type { Finding } from '../model/findings.ts';
import { byPlace } from '../rules/index.ts';
import { annotation } from './annotations.ts';
import { type SarifSources, sarif } from './sarif.ts';
import { Shown, type WorkflowCommand } from './shown.ts';

export function reviewSarif(reviewed: Review, sources: SarifSources): object {
  const { tree, notes } = reviewed.answer;
  const answer = {
    schema: SCHEMA,
    tree,
    findings: told(reviewed),
    suppressed: [],
    notes: [...failures(reviewed.answer), ...notes],
  };
  return sarif(answer, { ...sources, kind: 'review', text: (file) => reviewed.text(file) });
}

export function reviewAnnotations(reviewed: Review): Shown {
  const failed: readonly WorkflowCommand[] = failures(reviewed.answer).map((text) => ({
    name: 'error',
    properties: [['title', 'opscope review']],
    message: [text],
  }));
  return Shown.commands([...told(reviewed).map(annotation), ...failed]);
}

/** The findings, each with the patch that it comes from. */
function told({ answer, standing }: Review): readonly Finding[] {
  return standing
    .map(({ n, finding }) => ({ ...finding, message: `${finding.message} (patch ${numberIn(answer, n)})` }))
    .sort(byPlace);
}
