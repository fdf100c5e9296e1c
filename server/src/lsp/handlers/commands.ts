/** Commands that the server runs. */
import {
  type CancellationToken,
  ErrorCodes,
  type ExecuteCommandParams,
  type Range,
  ResponseError,
} from 'vscode-languageserver';
import { didYouMean } from '../../base/nearest.ts';
import type { Session } from '../session.ts';
import { TEXTS } from './texts.ts';

/** Shows a document: its URI, and the range to select or null. For clients that show documents when asked. */
export const SHOW = 'opscope.show';

/** All of them. */
export const COMMANDS: readonly string[] = [SHOW, ...Object.keys(TEXTS)];

/** `workspace/executeCommand`: a text, or nothing; one that there is not is refused. */
export async function runCommand(
  session: Session,
  params: ExecuteCommandParams,
  token: CancellationToken,
): Promise<string | null> {
  const text = Object.hasOwn(TEXTS, params.command) ? TEXTS[params.command] : undefined;
  if (text) return text(session, params.arguments ?? [], token);
  if (params.command !== SHOW) {
    const near = didYouMean(`${params.command}`, COMMANDS);
    throw new ResponseError(ErrorCodes.InvalidParams, `no command ${params.command}${near}`);
  }
  const [uri, range] = (params.arguments ?? []) as [string?, (Range | null)?];
  if (typeof uri !== 'string') return null;
  const isPage = /^https?:/.test(uri);
  await session.show({ uri, external: isPage, takeFocus: true, ...(range ? { selection: range } : {}) });
  return null;
}
