/** Commands that the server runs. */
import type { CancellationToken, ExecuteCommandParams, Range } from 'vscode-languageserver';
import type { Session } from '../session.ts';
import { TEXTS } from './texts.ts';

/** Shows a document: its URI, and the range to select or null. For clients that show documents when asked. */
export const SHOW = 'opscope.show';

/** All of them. */
export const COMMANDS: readonly string[] = [SHOW, ...Object.keys(TEXTS)];

/** `workspace/executeCommand`: a text, or nothing. */
export async function runCommand(
  session: Session,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<string | null> {
  const text = Object.hasOwn(TEXTS, params.command) ? TEXTS[params.command] : undefined;
  if (text) return text(session, params.arguments ?? [], token);
  const [uri, range] = (params.arguments ?? []) as [string?, (Range | null)?];
  if (params.command !== SHOW || typeof uri !== 'string') return null;
  const isPage = /^https?:/.test(uri);
  await session.show({ uri, external: isPage, takeFocus: true, ...(range ? { selection: range } : {}) });
  return null;
}
