/** Two sides counted against each other, and the files of a side. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { Cancelled } from '../../base/checkpoint.ts';
import { compareSteps } from '../../features/compare/compare.ts';
import type { Side } from '../../features/compare/facts.ts';
import { NoSide, openSide } from '../../features/compare/open-side.ts';
import { distinct } from '../../features/compare/side-names.ts';
import { COMPARE_GROUPS, type CompareAnswer } from '../../model/compare-answers.ts';
import type { CompareParams, Revisions, SideTextParams, SideTextResult } from '../../protocol/requests.ts';
import { RequestToken, worked } from '../cancellation.ts';
import { fieldsOf } from '../front/messages.ts';
import type { Session } from '../session.ts';
import { read, sourcesFor } from '../sides.ts';
import { inTimeSlices } from '../time-slices.ts';

/** `opscope/compare`: in slices, between which other requests are answered. */
export async function comparison(
  session: Session,
  params: CompareParams,
  token: CancellationToken,
): Promise<CompareAnswer> {
  return explained(async () => {
    const written = writtenIn(params);
    if (session.main) await read(session, session.main, token);
    for (;;) {
      const { stops } = session.sides;
      const answer = await compared(session, params, written, token, () => session.sides.stops !== stops);
      if (token.isCancellationRequested) throw new Cancelled('cancelled');
      if (answer) return answer;
    }
  });
}

/** What is written for the sides, the base last. */
function writtenIn(params: CompareParams): readonly string[] {
  const { a, b, base } = fieldsOf(params);
  const written = base === undefined ? [a, b] : [a, b, base];
  return written.map((each) => {
    if (typeof each !== 'string' || each === '')
      throw new NoSide('a and b are two sides: folders, revisions, or MBOX@SIDE for a series on one');
    return each;
  });
}

/** Null where it was cancelled, or has to start over. */
async function compared(
  session: Session,
  params: CompareParams,
  written: readonly string[],
  token: CancellationToken,
  isHalfDone: () => boolean,
): Promise<CompareAnswer | null> {
  const { a: first, b: second, base: third } = fieldsOf(params.names);
  const called = distinct(written.map((each, i) => nameIn([first, second, third][i]) ?? each));
  const opened = new Map<string, Side>();
  for (const [i, each] of written.entries()) {
    if (token instanceof RequestToken) token.say(`comparing: opening ${called[i]}`);
    opened.set(`${i}`, await openSide(called[i] ?? each, each, sourcesFor(session, token)));
  }
  const [a, b, base = null] = opened.values();
  if (!a || !b) return null;
  const { ops, type, only } = params;
  const groups = Array.isArray(only) ? COMPARE_GROUPS.filter((each) => only.includes(each)) : COMPARE_GROUPS;
  const query = { ops: nameIn(ops) ?? session.settings.ops[0] ?? '', type: nameIn(type), groups };
  const steps = compareSteps([a, b], base, query);
  const isOld = (): boolean => token.isCancellationRequested || isHalfDone();
  const answer = await inTimeSlices(steps, isOld, (work) => worked(token, work));
  if (!answer) return null;
  session.sides.keep(new Map(written.map((each, i) => [each, opened.get(`${i}`) ?? a])));
  const gaps = new Set([a, b, ...(base ? [base] : [])].flatMap(({ snapshot }) => snapshot.gaps.texts()));
  return { ...answer, notes: [...answer.notes, ...gaps] };
}

function nameIn(given: unknown): string | null {
  return typeof given === 'string' && given !== '' ? given : null;
}

export const NO_REVISIONS: Revisions = { branches: [], tags: [] };

/** `opscope/revisions`. */
export async function revisions({ host, main, isTrusted }: Session): Promise<Revisions> {
  if (!main || !isTrusted) return NO_REVISIONS;
  return host.revisionsIn(main.info.root).catch(() => NO_REVISIONS);
}

/** `opscope/sideText`. */
export async function sideText(
  session: Session,
  params: SideTextParams,
  token: CancellationToken,
): Promise<SideTextResult> {
  return explained(async () => {
    const [side, file] = [nameIn(fieldsOf(params)['side']), nameIn(fieldsOf(params)['file'])];
    if (side === null || file === null) throw new NoSide('a side and a file are asked for');
    const { snapshot } = await session.sides.get(session, side, token);
    return { text: snapshot.source.read(file) };
  });
}

/** What is no side is no failure of ours: the client is told what a person can do about it. */
async function explained<T>(answer: () => Promise<T>): Promise<T> {
  return answer().catch((error: unknown) => {
    throw error instanceof NoSide ? new ResponseError(LSPErrorCodes.RequestFailed, error.message) : error;
  });
}
