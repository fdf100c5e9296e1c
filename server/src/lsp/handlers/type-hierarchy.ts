/** The type hierarchy: ops structs above their tables. */
import type {
  TypeHierarchyItem,
  TypeHierarchyPrepareParams,
  TypeHierarchySubtypesParams,
  TypeHierarchySupertypesParams,
} from 'vscode-languageserver';
import type { TypeItem, TypeKey } from '../../features/hierarchy/types.ts';
import { subtypesOf, supertypesOf, typeItemsAt } from '../../features/hierarchy/types.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { Session } from '../session.ts';
import { fileOf, offsetIn } from './at-file.ts';

/** `textDocument/prepareTypeHierarchy`. */
export function preparedTypes(session: Session, params: TypeHierarchyPrepareParams): TypeHierarchyItem[] | null {
  const at = fileOf(session, params.textDocument);
  if (!at) return null;
  const items = typeItemsAt(at.resolver, session.settings, at.file, offsetIn(at, params.position));
  return items.length > 0 ? items.map((each) => at.convert.typeItem(each)) : null;
}

/** `typeHierarchy/supertypes`. */
export function supertypes(session: Session, { item }: TypeHierarchySupertypesParams): TypeHierarchyItem[] | null {
  return step(session, item, supertypesOf);
}

/** `typeHierarchy/subtypes`. */
export function subtypes(session: Session, { item }: TypeHierarchySubtypesParams): TypeHierarchyItem[] | null {
  return step(session, item, subtypesOf);
}

/** A step from an item; null for one that is in no tree, or not ours. */
function step(
  session: Session,
  item: TypeHierarchyItem,
  from: (resolver: Resolver, key: TypeKey) => readonly TypeItem[],
): TypeHierarchyItem[] | null {
  const tree = session.trees.of(item.uri)?.tree;
  if (!tree || !isKey(item.data)) return null;
  const convert = session.convert(tree);
  return from(tree.resolver(), item.data).map((each) => convert.typeItem(each));
}

/** Whether an item is one of ours: a client may send back what it kept from an older server. */
function isKey(data: unknown): data is TypeKey {
  if (typeof data !== 'object' || data === null || !('k' in data && 'struct' in data)) return false;
  return (data.k === 'struct' || data.k === 'table') && typeof data.struct === 'string';
}
