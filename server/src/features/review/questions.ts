/** Findings as questions: who reviews a patch may be wrong, and its author knows more. */
import type { Finding } from '../../model/findings.ts';

/** What is asked beside a finding, by its rule. */
export const QUESTIONS: Readonly<Record<string, string>> = {
  'bad-suppression': 'Could the comment say why?',
  'capability-implies': 'Should it set both, or neither?',
  'capability-without-hook': 'Is the hook still to come, or could the bit go?',
  'core-includes-backend': 'Could what it needs go behind a hook?',
  'core-special-case': 'Could a hook say what is different?',
  'dispatch-added': 'What may the memory types rely on here?',
  'hook-duplicate-body': 'Could both use one function?',
  'hook-foreign-type': 'Could that be left to the other memory type?',
  'hook-pair': 'Is the other one not needed here?',
  'hook-undefined': 'Does it come with another patch?',
  'hook-unexported-call': 'Is it going to be exported, or could the call move into the core?',
  'hook-unguarded': 'Is there something that rules this out?',
  'hook-unreached': 'Is that going to change?',
  'pgtable-export': 'Which module needs it?',
  'pgtable-in-hook': 'Could the core do that part?',
  'pgtable-in-module': 'Could the core do that part?',
  'pgtable-in-ops-signature': 'Would a folio and an address do?',
  'table-not-const': 'Is it written to, or could it be const?',
};

/** What a finding says, asked. The advice that follows it is left to the question. */
export function question({ rule, message }: Finding): string {
  const [fact = '', ...rest] = message.split(/(?<=[^.]\.) (?=[A-Z])/);
  // Sentences that begin with an order are advice; others belong to what is said.
  const more = rest.filter((each) => /^(?:It|They|The|This|Only) /.test(each));
  const said = [fact, ...more]
    .join(' ')
    .replace(/\.$/, '')
    .replace(/:\d+(?::\d+)?\b/g, '');
  const first = /^(?:The|This|No|It|A|An) /.test(said) ? said.slice(0, 1).toLowerCase() + said.slice(1) : said;
  return `Am I right that ${first}? ${QUESTIONS[rule] ?? 'Is that intended?'}`;
}
