/** `reach`: what each ioctl can run. */

import { didYouMean } from '../../base/nearest.ts';
import { UsageError } from '../../cli/io.ts';
import { reachText } from '../../cli/texts/reach.ts';
import { reach } from '../../features/graph/ioctl-reach.ts';
import { asked, NAME, OPS } from '../names.ts';
import { shapeOf } from '../output-schemas.ts';
import { PAGING, paged } from '../page.ts';
import { reply, takes, tool } from '../tool.ts';

export const reachTool = tool(
  {
    name: 'reach',
    title: 'Ioctls by hooks and memory types',
    description:
      'Which hooks and functions of which memory types each ioctl can run, with the conditions on the way: the constant that an ioctl selects is followed.',
    input: takes({
      ioctl: NAME.optional().describe('One ioctl, such as UFFDIO_COPY; all when left out.'),
      ...OPS,
      ...PAGING,
    }),
    output: shapeOf('reach'),
  },
  (tree, { ioctl, ops }) => {
    const { resolver, settings } = asked(tree, ops);
    const answer = reach(resolver, settings.ops, tree.tree);
    const ioctls = answer.ioctls.filter(({ name }) => ioctl === undefined || name === ioctl);
    if (ioctl !== undefined && ioctls.length === 0)
      throw new UsageError(
        `no ioctl ${ioctl} leads to ${settings.ops.join(', ')}${didYouMean(
          ioctl,
          answer.ioctls.map(({ name }) => name),
        )}`,
      );
    return { ...answer, ioctls };
  },
  (answer, paging, tree) => {
    const { items, page } = paged(answer.ioctls, paging);
    const part = { ...answer, ioctls: items };
    return reply(part, page, [reachText(part).trimEnd()], tree);
  },
);
