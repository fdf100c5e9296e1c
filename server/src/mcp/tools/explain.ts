/** `explain`: what hover shows. */

import { UsageError } from '../../cli/io.ts';
import { explanationText } from '../../cli/texts/explanation.ts';
import { explain } from '../../features/editor/explain.ts';
import { whatMayBeMeant, whereLooked } from '../../features/names-there-are.ts';
import { SCHEMA } from '../../model/answers.ts';
import { asked, NAME, OPS } from '../names.ts';
import { shapeOf } from '../output-schemas.ts';
import { PAGING, paged } from '../page.ts';
import { reply, takes, tool } from '../tool.ts';

export const explainTool = tool(
  {
    name: 'explain',
    title: 'Explain a symbol',
    description:
      'What a hook (FIELD or STRUCT.FIELD), an ops table, a function in one, or an ops struct is: its implementations, the calls through it, what installs it, under which conditions. Begin here.',
    input: takes({
      symbol: NAME.describe('A hook, table, function or struct, such as vm_uffd_ops.alloc_folio.'),
      ...OPS,
      ...PAGING,
    }),
    output: shapeOf('explain'),
  },
  (tree, { symbol, ops }) => {
    const about = asked(tree, ops);
    const found = explain(about.resolver, about.settings, symbol);
    if (found.length === 0) {
      const near = whatMayBeMeant(about.resolver, about.settings.ops, symbol);
      throw new UsageError(`"${symbol}" is no hook, hook function or ops table ${whereLooked(about.resolver)}${near}`);
    }
    return found;
  },
  (found, { symbol, ...paging }, tree) => {
    const { items, page } = paged(found, paging);
    const lines = items.map((each) => explanationText(each).trimEnd());
    return reply({ schema: SCHEMA, tree: tree.tree, symbol, answers: items }, page, lines, tree);
  },
);
