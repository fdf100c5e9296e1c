/** Two memory types fill a hook with functions of the same body. */
import type { Body } from '../resolve/graph/bodies.ts';
import { skipLiteral } from '../syntax/skip.ts';
import { evidenceAt, type Rule } from './rule.ts';
import { filledSlots } from './tables.ts';

export const hookDuplicateBody: Rule = {
  id: 'hook-duplicate-body',
  severity: 'info',
  title: 'Two functions of one hook have the same body',
  *find({ ops }) {
    for (const each of ops) {
      const seen = new Map<string, Body>();
      for (const { slot, body } of filledSlots(each)) {
        if (!body) continue;
        const key = `${slot.field} ${plainBody(body)}`;
        const first = seen.get(key);
        if (!first) seen.set(key, body);
        else if (first.id !== body.id) {
          yield {
            message: `${body.name}() does what ${first.name}() does: both fill ${slot.field}. Share one default function.`,
            file: body.file,
            at: body.fn.nameAt,
            end: body.fn.nameAt + body.name.length,
            function: body.name,
            evidence: [evidenceAt(`${first.name}() has the same body`, first.file, first.fn.nameAt)],
          };
        }
      }
    }
  },
};

/** A body without comments and layout, its parameters by number: two spellings of one function are the same. */
function plainBody({ file, fn }: Body): string {
  const start = file.text.indexOf('{', fn.nameAt);
  let text = '';
  for (let i = start; i < fn.end; ) {
    const behind = skipLiteral(file.text, i);
    const isComment = behind > i && file.text.charAt(i) === '/';
    text += isComment ? ' ' : file.text.slice(i, Math.max(behind, i + 1));
    i = Math.max(behind, i + 1);
  }
  const names = new Map(fn.params.map((param, i) => [param.name ?? '', `$${i}`] as const));
  return text
    .replace(/[A-Za-z_]\w*/g, (name, at: number) =>
      /(?:->|\.)\s*$/.test(text.slice(0, at)) ? name : (names.get(name) ?? name),
    )
    .replace(/\s+/g, ' ');
}
