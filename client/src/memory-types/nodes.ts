import type { HookSlot, Matrix, MatrixField, MatrixTable } from '../../../server/src/protocol/requests.ts';

/** A row of the Memory Types view. `id` stays the same while a file is edited, so that what is unfolded stays so. */
export type Node = OpsNode | TypeNode | SlotNode;

export interface OpsNode {
  readonly kind: 'ops';
  readonly id: string;
  readonly matrix: Matrix;
}

export interface TypeNode {
  readonly kind: 'type';
  readonly id: string;
  readonly matrix: Matrix;
  readonly table: MatrixTable;
}

export interface SlotNode {
  readonly kind: 'slot';
  readonly id: string;
  readonly matrix: Matrix;
  readonly table: MatrixTable;
  readonly field: MatrixField;
  /** null: this memory type leaves the field unset. */
  readonly slot: HookSlot | null;
}

/**
 * The top of the view: the ops structs, or the memory types of the only one. Empty when no configured struct is defined
 * in the tree, so that the view shows its welcome text.
 */
export function rootsOf(matrices: readonly Matrix[]): Node[] {
  const defined = matrices.filter((matrix) => matrix.defined !== null || matrix.tables.length > 0);
  const [only, second] = defined;
  if (only && !second) return typesOf(only);
  return defined.map((matrix) => ({ kind: 'ops', id: matrix.ops, matrix }));
}

/** The memory types that fill an ops struct. */
export function typesOf(matrix: Matrix): TypeNode[] {
  const seen = new Map<string, number>();
  return matrix.tables.map((table) => {
    const key = `${matrix.ops}/${table.file}/${table.name}`;
    // Both branches of an #if may define a table of the same name.
    const earlier = seen.get(key) ?? 0;
    seen.set(key, earlier + 1);
    return { kind: 'type', id: `${key}/${earlier}`, matrix, table };
  });
}

/** The fields of an ops struct as one memory type fills them. */
export function slotsOf({ id, matrix, table }: TypeNode): SlotNode[] {
  return matrix.fields.map((field) => ({
    kind: 'slot',
    id: `${id}/${field.name}`,
    matrix,
    table,
    field,
    slot: table.hooks[field.name] ?? null,
  }));
}
