/** The grammar of page-table internals as the rules' table of names makes it. */
import { PGTABLE_GROUPS, PGTABLE_TAGS } from '../../server/src/rules/pgtable.ts';

/** Names of the groups that are risky in a module; what is offered to modules is left in its plain colour. */
function names(kind: 'types' | 'calls'): readonly string[] {
  return PGTABLE_GROUPS.filter((group) => group.severity === 'warning' && group.kind === kind)
    .flatMap((group) => group.names)
    .sort();
}

const MADE = 'Made from server/src/rules/pgtable.ts; test/syntaxes keeps the two equal.';

/** The injection grammars by file. The scopes of the stock C grammar stay on what they find; one is added. */
export function pageTableGrammars(): Readonly<Record<string, object>> {
  const types = names('types');
  const plain = types.filter((name) => !PGTABLE_TAGS.has(name));
  const tags = types.filter((name) => PGTABLE_TAGS.has(name));
  return {
    'page-table-types.tmLanguage.json': {
      $comment: MADE,
      scopeName: 'source.c.pgtable.types.injection',
      injectionSelector: 'L:source.c -comment -string -meta.preprocessor.include',
      patterns: [
        { match: `\\b(?:${plain.join('|')})\\b`, name: 'support.type.posix-reserved.c support.type.pgtable.c' },
        { match: `(?<=\\bstruct[ \\t])(?:${tags.join('|')})\\b`, name: 'support.type.pgtable.c' },
      ],
    },
    'page-table-calls.tmLanguage.json': {
      $comment: MADE,
      scopeName: 'source.c.pgtable.calls.injection',
      // Only where the stock grammar has seen that it is a call; there this does what it would do.
      injectionSelector: 'L:source.c meta.function-call.c -comment -string',
      patterns: [
        {
          begin: `\\b(${names('calls').join('|')})\\s*(\\()`,
          beginCaptures: {
            1: { name: 'entity.name.function.c entity.name.function.pgtable.c' },
            2: { name: 'punctuation.section.arguments.begin.bracket.round.c' },
          },
          end: '\\)',
          endCaptures: { 0: { name: 'punctuation.section.arguments.end.bracket.round.c' } },
          patterns: [{ include: 'source.c#function-call-innards' }],
        },
      ],
    },
  };
}
