/** What hovers say. */
import type { CancellationToken, Hover, HoverParams, MarkupContent, Position } from 'vscode-languageserver';
import { briefly } from '../../features/editor/brief.ts';
import { copiedHookAt, explainCopiedHook } from '../../features/editor/copied-hook.ts';
import { explainHandedFunction } from '../../features/editor/explain-handed.ts';
import { handedFunctionAt } from '../../features/editor/handed-function.ts';
import { explainHeldCall, heldCallAt } from '../../features/editor/held-call.ts';
import { explainPgtable, pgtableUseAt } from '../../features/findings/finding-hover.ts';
import { worked } from '../cancellation.ts';
import { explanationMarkdown, type Links, pointsMarkdown } from '../markdown.ts';
import type { Session } from '../session.ts';
import { inTimeSlices } from '../time-slices.ts';
import { type AtFile, cursorOf, fileOf, offsetIn, positionAt } from './at-file.ts';

/** The command of the client that lists all implementations or calls of what stands at a position. */
const SHOW_ALL = 'opscope.showAll';

/** `textDocument/hover`. */
export function hover(
  session: Session,
  params: HoverParams,
  token: CancellationToken,
): Hover | null | Promise<Hover | null> {
  const at = cursorOf(session, params);
  if (at) {
    const said = briefly(at.target, at.file, session.settings);
    return hoverOver(at, at.target, soFar(at, explanationMarkdown(said, linksOf(at, at.target.at))));
  }
  const inFile = fileOf(session, params.textDocument);
  if (!inFile) return null;
  const { position } = params;
  return copiedHookHover(inFile, position) ?? heldCallHover(inFile, position) ?? handedHover(inFile, params, token);
}

/** What is said of a hook where a variable is called that it was copied to; null on anything else. */
function copiedHookHover(at: AtFile, position: Position): Hover | null {
  const hook = copiedHookAt(at.resolver, at.file, offsetIn(at, position));
  const said = hook && explainCopiedHook(hook, at.file, at.session.settings);
  return said && hoverOver(at, hook, soFar(at, explanationMarkdown(said, linksOf(at, hook.at))));
}

/** What a call of a parameter or a variable can reach; null on anything else. */
function heldCallHover(at: AtFile, position: Position): Hover | null {
  const call = heldCallAt(at.resolver, at.file, offsetIn(at, position));
  return call && hoverOver(at, call, soFar(at, explanationMarkdown(explainHeldCall(call), linksOf(at, call.at))));
}

/**
 * What becomes of a function that is handed over: who calls it, and who queues it to run later; on anything else what page-table
 * internals do. Very many files can hand a function over, so others are answered meanwhile, and after an edit it is looked for anew.
 */
async function handedHover(at: AtFile, params: HoverParams, token: CancellationToken): Promise<Hover | null> {
  const { resolver, tree, session } = at;
  const handed = handedFunctionAt(resolver, at.file, offsetIn(at, params.position));
  if (!handed) return pgtableHover(at, params.position);
  const isOld = (): boolean => token.isCancellationRequested || !tree.isOfNow(resolver);
  const steps = explainHandedFunction(resolver, handed.body);
  const said = await inTimeSlices(steps, isOld, (work) => worked(token, work));
  if (token.isCancellationRequested) return null;
  if (said) return hoverOver(at, handed, soFar(at, explanationMarkdown(said, linksOf(at, handed.at))));
  return isOld() ? hover(session, params, token) : pgtableHover(at, params.position);
}

/** A hover in a tree that is still being read says so: a hover is of one moment, and no other follows it. */
function soFar({ tree }: AtFile, contents: MarkupContent): MarkupContent {
  return tree.isComplete
    ? contents
    : { ...contents, value: `${contents.value}\n\nSo far: the whole tree is being read.` };
}

/** How hovers link to lines and lists; null where the client would show the address. */
function linksOf({ session, convert, file }: AtFile, offset: number): Links | null {
  if (!session.linksInHovers) return null;
  return {
    line: (path, line) => `${convert.uri(path)}#L${line}`,
    all: (of) => {
      const asked = [convert.uri(file.path), positionAt(session, file, offset), of];
      return `command:${SHOW_ALL}?${encodeURIComponent(JSON.stringify(asked))}`;
    },
  };
}

function hoverOver(
  { session, file }: AtFile,
  { at, end }: { readonly at: number; readonly end: number },
  contents: MarkupContent,
): Hover {
  return { contents, range: { start: positionAt(session, file, at), end: positionAt(session, file, end) } };
}

/** Why a page-table internal is risky here; null where it is not, or is none. */
async function pgtableHover(at: AtFile, position: Position): Promise<Hover | null> {
  const { session, file, tree, resolver } = at;
  const use = pgtableUseAt(resolver.snapshot, file, offsetIn(at, position));
  const status = use && (await session.moduleStatus(tree, file.path));
  if (!status) return null;
  // Meanwhile there may be another.
  const found = explainPgtable(tree.resolver().snapshot, use, status, session.host.rulePage('pgtable-in-module'));
  return found && hoverOver(at, use, pointsMarkdown(found.head, found.points));
}
