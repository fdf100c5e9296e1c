import { type QuickPickItem, QuickPickItemKind, type Uri, window } from 'vscode';
import { label } from '../../server/src/base/visible.ts';
import type { Matrix, MatrixField, MatrixTable, Place } from '../../server/src/protocol/requests.ts';
import type { Matrices } from './matrices.ts';
import { installedText, openPlace, placeText, uriOf } from './places.ts';
import { didStep } from './walkthrough-steps.ts';

interface Destination {
  readonly uri: Uri;
  readonly place: Place;
}
type Item = QuickPickItem & { readonly destination?: Destination };

/** Picks any hook, or one memory type's implementation of it, and goes there. */
export async function pickHook(matrices: Matrices): Promise<void> {
  await pick('Go to a hook or to an implementation of it', itemsOf(matrices, hookItems));
}

/** Picks any ops table and goes there. */
export async function pickTable(matrices: Matrices): Promise<void> {
  await pick('Go to an ops table', itemsOf(matrices, tableItems));
}

async function pick(placeHolder: string, items: Promise<Item[]>): Promise<void> {
  const chosen = await window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true });
  if (!chosen?.destination) return;
  didStep('jump');
  await openPlace(chosen.destination.uri, chosen.destination.place);
}

async function itemsOf(matrices: Matrices, itemsOfMatrix: (matrix: Matrix) => Item[]): Promise<Item[]> {
  const answer = await matrices.get();
  return answer.matrices.flatMap((matrix) => {
    const items = itemsOfMatrix(matrix);
    return items.length > 0 ? [{ label: label(matrix.ops), kind: QuickPickItemKind.Separator }, ...items] : [];
  });
}

function hookItems(matrix: Matrix): Item[] {
  return matrix.fields
    .filter((field) => field.kind === 'hook')
    .flatMap((field) => [
      declarationItem(matrix, field),
      ...matrix.tables.flatMap((table) => implementationItem(matrix, field, table) ?? []),
    ]);
}

function declarationItem(matrix: Matrix, field: MatrixField): Item {
  return {
    label: `$(symbol-field) ${label(field.name)}`,
    description: label(placeText(field)),
    detail: label(field.signature),
    destination: { uri: uriOf(matrix.tree, field), place: field },
  };
}

function implementationItem(matrix: Matrix, field: MatrixField, table: MatrixTable): Item | undefined {
  const slot = table.hooks[field.name];
  if (!slot || !('function' in slot)) return undefined;
  return {
    label: `$(symbol-method) ${label(slot.function)}`,
    description: label(`${field.name} · ${table.memoryType} · ${placeText(slot)}`),
    destination: { uri: uriOf(matrix.tree, slot), place: slot },
  };
}

function tableItems(matrix: Matrix): Item[] {
  return matrix.tables.map((table) => {
    const installed = installedText(table);
    return {
      label: `$(symbol-struct) ${label(table.memoryType)}`,
      description: label(`${table.name} · ${placeText(table)}`),
      detail: installed ? label(`installed in ${installed}`) : 'installed nowhere that opscope can see',
      destination: { uri: uriOf(matrix.tree, table), place: table },
    };
  });
}
