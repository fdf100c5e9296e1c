import type { MatrixResult, Place, StatusParams } from '../../../server/src/protocol/requests.ts';

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

function isPlace(place: unknown): place is Place {
  if (!mayHave<'file' | 'line' | 'column'>(place)) return false;
  return typeof place.file === 'string' && Number.isInteger(place.line) && Number.isInteger(place.column);
}

function mayHave<Key extends string>(value: unknown): value is { readonly [key in Key]?: unknown } {
  return typeof value === 'object' && value !== null;
}
