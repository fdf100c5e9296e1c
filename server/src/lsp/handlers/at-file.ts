/** What requests about a file, or a position in one, are answered from. */
import {
  ErrorCodes,
  type Position,
  ResponseError,
  type TextDocumentIdentifier,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { anyTargetAt } from '../../features/cursor/any-target.ts';
import type { Target } from '../../features/cursor/target.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import type { Convert } from '../convert.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';

/** A file, in the snapshot that the request reads. */
export interface AtFile {
  readonly session: Session;
  readonly tree: Tree;
  readonly resolver: Resolver;
  readonly file: SourceFile;
  readonly convert: Convert;
}

/** The same, with what the cursor is on. */
export interface AtCursor extends AtFile {
  readonly target: Target;
}

/** The file that a request is about; null where it is in no tree, is gone, or is one of patches. Throws where it names none. */
export function fileOf(session: Session, document: TextDocumentIdentifier | undefined): AtFile | null {
  if (!document) throw new ResponseError(ErrorCodes.InvalidParams, 'textDocument and position say what it is about');
  const found = session.patches.has(document.uri) ? null : session.trees.of(document.uri);
  if (!found) return null;
  const resolver = found.tree.resolver();
  const file = resolver.snapshot.file(found.path);
  return file && { session, tree: found.tree, resolver, file, convert: session.convert(found.tree) };
}

/** What a request is about whose answer starts from the cursor; null where the cursor is on nothing. */
export function cursorOf(session: Session, params: TextDocumentPositionParams): AtCursor | null {
  const at = fileOf(session, params.textDocument);
  const target = at && anyTargetAt(at.resolver, session.settings, at.file, offsetIn(at, params.position));
  return target && { ...at, target };
}

/** A position as an offset in the file. */
export function offsetIn({ session, file }: AtFile, position: Position): number {
  return session.positions.offset(file, position);
}

/** An offset in a file as a position. */
export function positionAt({ positions }: Session, file: SourceFile, offset: number): Position {
  const { line, column } = file.point(offset);
  return positions.position(file, line, column);
}
