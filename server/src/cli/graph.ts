/** `opscope graph`: what leads where, from an ioctl, a hook or a function. */
import { didYouMean } from '../base/nearest.ts';
import { dotText } from '../features/graph/dot.ts';
import { type GraphQuestion, graph, namesakes } from '../features/graph/graph.ts';
import { mermaidText } from '../features/graph/mermaid.ts';
import { svgText } from '../features/graph/svg.ts';
import { functionsNear, ioctlNames, namesIn, whereLooked } from '../features/names-there-are.ts';
import type { GraphAnswer } from '../model/graph-answers.ts';
import { Resolver } from '../resolve/ops/ops.ts';
import { type Arguments, type OpenTree, type Output, UsageError } from './io.ts';
import { withNotes } from './notes.ts';
import { FORMS, type OptionValues } from './options.ts';
import { Shown } from './shown.ts';
import { type Paint, paintFor } from './style.ts';
import { treeText } from './texts/graph.ts';

/** Prints a call graph. */
export function graphCommand(tree: OpenTree, args: Arguments, ops: readonly string[], output: Output): number {
  const question = questionOf(args.options);
  const form = formOf(args.options.format ?? 'text');
  const resolver = Resolver.of(tree.snapshot);
  const several = namesakes(resolver, question);
  if (several.length > 0) {
    const names = several.map((each) => `${each.file}:${each.function}`);
    throw new UsageError(`${names.length} functions are called ${question.name}; name one of ${names.join(', ')}`);
  }
  const answer = graph(resolver, ops, question, depthOf(args.options), tree.tree);
  if (!answer) {
    const near = didYouMean(question.name, namesFor(question, resolver, ops));
    throw new UsageError(`no ${KINDS[question.k]} ${question.name} ${whereLooked(resolver)}${near}`);
  }
  output.out(form(withNotes(answer, tree), paintFor(output)));
  return 0;
}

const KINDS: Readonly<Record<GraphQuestion['k'], string>> = {
  ioctl: 'ioctl that leads to the hooks is called',
  hook: 'hook is called',
  from: 'function is called',
  to: 'function is called',
};

/** What the question may have meant. */
function namesFor({ k, name }: GraphQuestion, resolver: Resolver, ops: readonly string[]): readonly string[] {
  if (k === 'ioctl') return ioctlNames(resolver, ops);
  if (k === 'hook') return ops.flatMap((each) => resolver.ops(each).hookNames());
  return [...namesIn(resolver, ops), ...functionsNear(resolver, ops, name)];
}

function questionOf({ ioctl, hook, from, to }: OptionValues): GraphQuestion {
  const asked: GraphQuestion[] = [];
  if (ioctl !== undefined) asked.push({ k: 'ioctl', name: ioctl });
  if (hook !== undefined) asked.push({ k: 'hook', name: hook });
  if (from !== undefined) asked.push({ k: 'from', name: from });
  if (to !== undefined) asked.push({ k: 'to', name: to });
  const [question] = asked;
  if (!question || asked.length > 1)
    throw new UsageError('graph takes one of --ioctl NAME, --hook NAME, --from FUNCTION and --to FUNCTION');
  return question;
}

function depthOf(options: OptionValues): number | null {
  if (options.depth === undefined) return null;
  const depth = Number(options.depth);
  if (!Number.isInteger(depth) || depth < 1)
    throw new UsageError(`--depth takes a number from 1, not "${options.depth}"`);
  return depth;
}

type Form = (graph: GraphAnswer, paint: Paint) => Shown;

const WRITERS: Readonly<Record<(typeof FORMS.graph)[number], Form>> = {
  text: treeText,
  json: (answer) => Shown.json(answer, 2),
  dot: (answer) => Shown.document(dotText(answer)),
  mermaid: (answer) => Shown.document(mermaidText(answer)),
  svg: (answer) => Shown.document(svgText(answer)),
};

function formOf(name: string): Form {
  const form = FORMS.graph.find((each) => each === name);
  if (!form) throw new UsageError(`no format "${name}"; ${FORMS.graph.join(', ')} are`);
  return WRITERS[form];
}
