/** What each memory type fills: of whole structs, and of the hook at the cursor. */
import { siblings } from '../../features/editor/siblings.ts';
import { matrix } from '../../features/tables/matrix.ts';
import type { SiblingsResult } from '../../model/answers.ts';
import type { MatrixParams, MatrixResult, SiblingsParams } from '../../protocol/requests.ts';
import type { Session } from '../session.ts';
import { cursorOf } from './at-file.ts';

/** The answer outside a kernel tree. */
export const NO_MATRICES: MatrixResult = { tree: null, matrices: [] };

/** `opscope/matrix`. */
export function matrices({ main, settings }: Session, params: MatrixParams | null): MatrixResult {
  if (!main) return NO_MATRICES;
  const names = params?.ops === undefined ? settings.ops : [params.ops];
  return { tree: main.info, matrices: names.map((name) => matrix(main.resolver().ops(name), main.info)) };
}

/** `opscope/siblings`. */
export function siblingsAt(session: Session, params: SiblingsParams): SiblingsResult | null {
  const at = cursorOf(session, params);
  return at && siblings(at.target, at.file, (path) => at.convert.uri(path));
}
