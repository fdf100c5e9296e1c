/** `modules`: what C files are built as. */
import * as z from 'zod';
import { modulesAnswer, modulesText } from '../../cli/modules.ts';
import { PLAIN } from '../../cli/style.ts';
import { shapeOf } from '../output-schemas.ts';
import { PAGING, paged } from '../page.ts';
import { reply, takes, tool } from '../tool.ts';

/** A file or folder of the tree. */
export const PATH = z.string().min(1).max(1000);

export const modulesTool = tool(
  {
    name: 'modules',
    title: 'Built-in or module',
    description:
      'Whether C files are built in, a module or either, on which architectures, and the Kbuild line that says so.',
    input: takes({
      paths: z.array(PATH).min(1).max(100).describe('Files and folders, from the root of the tree.'),
      ...PAGING,
    }),
    output: shapeOf('modules'),
  },
  (tree, { paths }) => modulesAnswer(tree, { rest: paths, options: {} }),
  (answer, paging, tree) => {
    const { items, page } = paged(answer.files, paging);
    const part = { ...answer, files: items };
    return reply(part, page, [modulesText(part, PLAIN).trimEnd()], tree);
  },
);
