import type { MatrixResult, Place, StatusParams } from '../../../server/src/protocol/requests.ts';
import { isPlace, mayHave } from './incoming.ts';

export type {
  HookSlot,
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
} from '../../../server/src/protocol/requests.ts';

/** From the extension to media/matrix.js. */
export type ToMatrix = { readonly type: 'matrix'; readonly result: MatrixResult; readonly status: StatusParams };

/** From media/matrix.js to the extension. */
export type FromMatrix =
  /** The script is running and has nothing to show yet. */
  | { readonly type: 'ready' }
  /** A cell was clicked, or Enter pressed on it; `beside` asks for another column than the usual one. */
  | { readonly type: 'open'; readonly place: Place; readonly beside: boolean };

/** Whether a message is one of `FromMatrix`. */
export function isFromMatrix(message: unknown): message is FromMatrix {
  if (!mayHave<'type' | 'place' | 'beside'>(message)) return false;
  if (message.type === 'ready') return true;
  return message.type === 'open' && isPlace(message.place) && typeof message.beside === 'boolean';
}
