import { Position, Range, Uri, ViewColumn, window } from 'vscode';
import type { MatrixTable, Place, TreeInfo } from '../../server/src/protocol/requests.ts';

/** The URI of a file of the tree. */
export function uriOf(tree: TreeInfo, place: Pick<Place, 'file'>): Uri {
  return Uri.joinPath(Uri.file(tree.root), place.file);
}

/** The empty range at a place: answers count lines and columns from 1, the editor from 0. */
export function rangeOf(place: Pick<Place, 'line' | 'column'>): Range {
  const position = new Position(Math.max(0, place.line - 1), Math.max(0, place.column - 1));
  return new Range(position, position);
}

/** Shows a place in an editor, in the active column unless another is named. */
export async function openPlace(uri: Uri, place: Place, viewColumn = ViewColumn.Active): Promise<void> {
  await window.showTextDocument(uri, { selection: rangeOf(place), viewColumn });
}

/** `mm/shmem.c:3233` */
export function placeText(place: Pick<Place, 'file' | 'line'>): string {
  return `${place.file}:${place.line}`;
}

/** The place of a slot, in the file of its table. */
export function slotPlace(table: MatrixTable, slot: { readonly slotLine: number; readonly slotColumn: number }): Place {
  return { file: table.file, line: slot.slotLine, column: slot.slotColumn };
}

/** Where a table takes effect, in words: `installed in shmem_vm_ops`, `returned by vma_uffd_ops()`; empty where nothing says so. */
export function installedText({ installedIn, returnedBy = [] }: MatrixTable): string {
  const into = installedIn.map((at) => at.table ?? `${at.function ?? placeText(at)}()`).join(', ');
  const by = returnedBy.map((each) => `${each.function}()`).join(', ');
  return [into && `installed in ${into}`, by && `returned by ${by}`].filter(Boolean).join(', ');
}

/** The column to open a file in: one that shows text already, so that the panel stays in view; else a new one. */
export function editorColumn(panelColumn: ViewColumn | undefined, beside: boolean): ViewColumn {
  if (beside) return ViewColumn.Beside;
  const other = window.visibleTextEditors.find(({ viewColumn }) => viewColumn && viewColumn !== panelColumn);
  return other?.viewColumn ?? ViewColumn.Beside;
}
