/** What commands that answer with text are given, and what is said where they have no answer. */
import { LSPErrorCodes, ResponseError, type TextDocumentPositionParams } from 'vscode-languageserver';
import { noStruct } from '../../features/names-there-are.ts';
import type { GraphSubject } from '../../protocol/requests.ts';
import type { Resolver } from '../../resolve/ops/ops.ts';
import { fieldsOf } from '../front/messages.ts';
import type { Session } from '../session.ts';
import type { Tree } from '../tree.ts';

/** One object, of which each member may be left out, or a name in its place. */
export interface TextArguments extends Partial<TextDocumentPositionParams>, GraphSubject {
  /** An ops struct; for a graph an ioctl, a hook or a function, whichever it is. */
  readonly name?: string;
  /** The ops structs; else those of the setting. */
  readonly ops?: string | readonly string[];
  /** How wide the text may be; a matrix that is wider has one block for each memory type. */
  readonly width?: number;
  /** How many calls deep a graph goes. */
  readonly depth?: number;
  /** A file of the tree, and a line in it, for a link. */
  readonly file?: string;
  readonly line?: number;
}

/** The arguments as an object, whatever they are: a name, a list that begins with them, or an object. */
export function argumentsIn(given: unknown): TextArguments {
  if (typeof given === 'string') return given === '' ? {} : { name: given };
  return Array.isArray(given) ? argumentsIn(given[0]) : fieldsOf(given);
}

/** The structs that are asked for, else those of the setting. Throws where the tree has no struct of a name that is asked for. */
export function opsIn({ settings }: Session, resolver: Resolver, ops: unknown): readonly string[] {
  const names = [ops].flat().filter((each) => typeof each === 'string');
  const missing = names.find((each) => resolver.structNamed(each) === null);
  if (missing !== undefined) throw failed(noStruct(resolver, missing));
  return names.length > 0 ? names : settings.ops;
}

/** The tree of the workspace. Throws where it is in none. */
export function mainTree({ main }: Session): Tree {
  if (!main) throw failed('this folder is not in a Linux kernel tree');
  return main;
}

/** The error that a person is shown. */
export function failed(why: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, why);
}
