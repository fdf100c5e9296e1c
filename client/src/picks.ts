import { QuickPickItemKind, type Uri } from 'vscode';
import { label } from '../../server/src/base/visible.ts';
import type {
  Matrix,
  MatrixField,
  MatrixTable,
  Place,
  TreeInfo,
  TreeName,
} from '../../server/src/protocol/requests.ts';
import type { Server } from './client.ts';
import type { Matrices } from './matrices.ts';
import { pickName, type Row } from './name-pick.ts';
import { installedText, openPlace, placeText, uriOf } from './places.ts';
import { didStep } from './walkthrough-steps.ts';

interface Destination {
  readonly uri: Uri;
  readonly place: Place;
}
type Item = Row<Destination>;

/** Picks any hook, or one memory type's implementation of it, and goes there. */
export async function pickHook(server: Server, matrices: Matrices): Promise<void> {
  const chosen = await pickName(server, {
    title: 'Go to Hook',
    placeholder: 'A hook of any ops struct, or a function that fills one of the shown structs',
    kind: 'hook',
    own: () => itemsOf(matrices, hookItems),
    row: (name, tree) =>
      item(tree, name, `$(symbol-field) ${label(name.name)}`, placeText(name), `struct ${name.struct}`),
  });
  await goTo(chosen);
}

/** Picks any ops table and goes there. */
export async function pickTable(server: Server, matrices: Matrices): Promise<void> {
  const chosen = await pickName(server, {
    title: 'Go to Ops Table',
    placeholder: 'A table of any ops struct',
    kind: 'table',
    own: () => itemsOf(matrices, tableItems),
    row: (name, tree) =>
      item(
        tree,
        name,
        `$(symbol-struct) ${label(name.name)}`,
        placeText(name),
        name.struct === '' ? 'functions' : `struct ${name.struct}`,
      ),
  });
  await goTo(chosen);
}

async function goTo(chosen: Destination | undefined): Promise<void> {
  if (!chosen) return;
  didStep('jump');
  await openPlace(chosen.uri, chosen.place);
}

/** A row that leads to a place. What is found by its letters is shown even where the list would not match them. */
function item(
  tree: TreeInfo,
  place: Place | TreeName,
  text: string,
  description: string,
  detail: string | undefined,
  alwaysShow = true,
): Item {
  return {
    label: text,
    description: label(description),
    ...(detail === undefined ? {} : { detail: label(detail) }),
    alwaysShow,
    value: { uri: uriOf(tree, place), place },
  };
}

async function itemsOf(matrices: Matrices, itemsOfMatrix: (matrix: Matrix) => Item[]): Promise<Item[]> {
  const answer = await matrices.get();
  return answer.matrices.flatMap((matrix) => {
    const items = itemsOfMatrix(matrix);
    const heading: Item = { label: label(matrix.ops), kind: QuickPickItemKind.Separator, value: null };
    return items.length > 0 ? [heading, ...items] : [];
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

function declarationItem({ tree }: Matrix, field: MatrixField): Item {
  const text = `$(symbol-field) ${label(field.name)}`;
  return item(tree, field, text, placeText(field), field.signature, false);
}

function implementationItem({ tree }: Matrix, field: MatrixField, table: MatrixTable): Item | undefined {
  const slot = table.hooks[field.name];
  if (!slot || !('function' in slot)) return undefined;
  const description = `${field.name} · ${table.memoryType} · ${placeText(slot)}`;
  return item(tree, slot, `$(symbol-method) ${label(slot.function)}`, description, undefined, false);
}

function tableItems({ tree, tables }: Matrix): Item[] {
  return tables.map((table) => {
    const detail = installedText(table) || 'installed nowhere that opscope can see';
    const text = `$(symbol-struct) ${label(table.memoryType)}`;
    return item(tree, table, text, `${table.name} · ${placeText(table)}`, detail, false);
  });
}
