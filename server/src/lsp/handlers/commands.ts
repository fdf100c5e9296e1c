/** Commands that the server runs. */
import type { ExecuteCommandParams, Range } from 'vscode-languageserver';
import type { Session } from '../session.ts';

/** Shows a document: its URI, and the range to select or null. For clients that show documents when asked. */
export const SHOW = 'opscope.show';

/** All of them. */
export const COMMANDS: readonly string[] = [SHOW];

/** `workspace/executeCommand`. */
export async function runCommand(session: Session, params: ExecuteCommandParams): Promise<null> {
  const [uri, range] = (params.arguments ?? []) as [string?, (Range | null)?];
  if (params.command !== SHOW || typeof uri !== 'string') return null;
  const isPage = /^https?:/.test(uri);
  await session.show({ uri, external: isPage, takeFocus: true, ...(range ? { selection: range } : {}) });
  return null;
}
