/** Spots of a grid, and where keys lead from them. */

/** The rows of a grid, by how many they are. */
type Rows = readonly (readonly unknown[])[];

export interface Spot {
  readonly row: number;
  readonly column: number;
}

/** A key that is pressed. */
export interface Key {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where a key leads, which may lie outside; null for a key that does not move. */
export function spotAfter({ key, ctrlKey, metaKey }: Key, { row, column }: Spot, rows: Rows): Spot | null {
  const far = ctrlKey || metaKey;
  const last = lastOf(rows);
  switch (key) {
    case 'ArrowUp':
      return { row: far ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: far ? last.row : row + 1, column };
    case 'ArrowLeft':
      return { row, column: far ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: far ? last.column : column + 1 };
    case 'Home':
      return { row: far ? 0 : row, column: 0 };
    case 'End':
      return { row: far ? last.row : row, column: last.column };
    default:
      return null;
  }
}

/** The nearest spot that there is. */
export function clamped(rows: Rows, { row, column }: Spot): Spot {
  const last = lastOf(rows);
  return { row: Math.min(Math.max(row, 0), last.row), column: Math.min(Math.max(column, 0), last.column) };
}

function lastOf(rows: Rows): Spot {
  return { row: rows.length - 1, column: (rows[0]?.length ?? 1) - 1 };
}
