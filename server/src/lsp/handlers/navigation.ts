/** From the cursor, or from a name, to other places. */
import type {
  CancellationToken,
  DefinitionParams,
  ImplementationParams,
  Location,
  ReferenceParams,
} from 'vscode-languageserver';
import { handedCallSpots, handedFunctionAt } from '../../features/editor/handed-function.ts';
import { heldCallAt, heldCallSpots } from '../../features/editor/held-call.ts';
import { definitions, implementations, references } from '../../features/editor/locations.ts';
import { certainImplementations, nearImplementations } from '../../features/editor/near.ts';
import { worked } from '../cancellation.ts';
import type { Session } from '../session.ts';
import { onWholeTree } from '../whole-tree.ts';
import { cursorOf, fileOf, offsetIn } from './at-file.ts';

/**
 * `textDocument/implementation`: all of the tree's. A client that takes a part of the answer is told those near, then those where
 * they are likely, and in the end the others.
 */
export function implementation(
  session: Session,
  params: ImplementationParams,
  token: CancellationToken,
): Location[] | null | Promise<Location[] | null> {
  const { partialResultToken } = params;
  if (partialResultToken === undefined) return whole(session, params, token);
  return inParts(session, params, token, (found) => session.partial(partialResultToken, found));
}

const allOf = (session: Session, params: ImplementationParams): Location[] | null => {
  const at = cursorOf(session, params);
  return at ? at.convert.locations(implementations(at.target, at.file)) : calledHere(session, params);
};

/** What a call of a parameter or a variable can reach. */
function calledHere(session: Session, params: ImplementationParams | ReferenceParams): Location[] | null {
  const at = fileOf(session, params.textDocument);
  const call = at && heldCallAt(at.resolver, at.file, offsetIn(at, params.position));
  return at && call && at.convert.locations(heldCallSpots(at.resolver, call));
}

const whole = onWholeTree(allOf);

function likely(session: Session, params: ImplementationParams): readonly Location[] {
  const at = cursorOf(session, params);
  return at?.convert.locations(certainImplementations(at.target)) ?? [];
}

/** Hands over each place once, as soon as it is known. What is left of the answer is empty, as the protocol has it. */
async function inParts(
  session: Session,
  params: ImplementationParams,
  token: CancellationToken,
  send: (found: readonly Location[]) => void,
): Promise<Location[] | null> {
  const sent = new Set<string>();
  const tell = (found: readonly Location[]): void => {
    const fresh = found.filter((each) => !sent.has(JSON.stringify(each)));
    for (const each of fresh) sent.add(JSON.stringify(each));
    if (fresh.length > 0) send(fresh);
  };
  const at = fileOf(session, params.textDocument);
  if (at) tell(at.convert.locations(nearImplementations(at.resolver, at.file, offsetIn(at, params.position))));
  // What was found so far goes out before the rest is looked for.
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (at && !at.tree.isComplete) tell(worked(token, () => likely(session, params)));
  const all = await worked(token, () => whole(session, params, token));
  tell(all ?? []);
  return sent.size > 0 ? [] : all;
}

/** `textDocument/definition`. */
export function definition(session: Session, params: DefinitionParams): Location[] | null {
  const at = cursorOf(session, params);
  return at?.convert.locations(definitions(at.target, at.file)) ?? null;
}

/** `textDocument/references`. */
export function referencesTo(session: Session, params: ReferenceParams): Location[] | null {
  const at = cursorOf(session, params);
  if (at) return at.convert.locations(references(at.target, at.file, params.context.includeDeclaration));
  return calledHere(session, params) ?? calledAs(session, params);
}

/** Where a function is called that is handed over: as a parameter or a variable, or later. */
function calledAs(session: Session, params: ReferenceParams): Location[] | null {
  const at = fileOf(session, params.textDocument);
  const handed = at && handedFunctionAt(at.resolver, at.file, offsetIn(at, params.position));
  const spots = at && handed ? handedCallSpots(at.resolver, handed.body) : [];
  return at && spots.length > 0 ? at.convert.locations(spots) : null;
}
