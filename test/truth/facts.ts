/** What clang says: the records of the plugin, as they are kept in the truth's folder. */
import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** What each record of a function-pointer member says of it. */
interface OfMember {
  readonly file: string;
  readonly expansionLine: number;
  readonly spellingFile: string;
  readonly spellingLine: number;
  /** The struct's tag or typedef; for a nameless struct, the one around it, or empty. */
  readonly struct: string;
  readonly nameless: boolean;
  readonly field: string;
  readonly function: string;
}

/** A function in a function-pointer member: initialised (`slot`) or assigned at run time (`assign`). */
export interface TrueSlot extends OfMember {
  readonly kind: 'slot' | 'assign';
  /** The line of the function's name; for one that a macro's body wrote, that of the macro's use. */
  readonly line: number;
  readonly designatorLine?: number;
  readonly object?: string;
  /** The function around a local object. */
  readonly in?: string;
  readonly literal?: boolean;
  /** The member is an array of function pointers. */
  readonly array: boolean;
  readonly conditional?: boolean;
  /** The macro whose body wrote the name, or the braces around it; empty for plain source. */
  readonly valueMacro: string;
  readonly tableMacro?: string;
}

/** A call through a function-pointer member. */
export interface TrueDispatch extends OfMember {
  readonly kind: 'dispatch';
  readonly line: number;
  readonly beginLine: number;
  readonly subscript: boolean;
  readonly conditional: boolean;
  readonly inMacroBody: boolean;
  readonly macro: string;
}

/** A member whose function becomes the target of a static call. */
export interface TrueStaticCall {
  readonly kind: 'static-call';
  readonly key: string;
  readonly struct: string;
  readonly field: string;
}

/** A call of a function by its name. */
export interface TrueCall {
  readonly kind: 'call';
  readonly file: string;
  readonly line: number;
  readonly expansionLine: number;
  readonly caller: string;
  readonly callee: string;
  /** The definition, when the compiled file has one, else a declaration. */
  readonly calleeFile: string;
  readonly calleeLine: number;
  readonly calleeDefined: boolean;
  readonly calleeStatic: boolean;
  readonly fromMacroBody: boolean;
  readonly macro: string;
}

/** Lines of a file, both ends included. */
export type Lines = readonly [from: number, to: number];

/** What was compiled of one file. */
export interface TrueFile {
  readonly kind: 'file';
  readonly file: string;
  /** Left out by #if in every compiled file that reads this one. */
  readonly skipped: readonly Lines[];
  /** Bodies of macros defined here. */
  readonly defines: readonly Lines[];
}

export interface TrueFunction {
  readonly kind: 'function';
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly static: boolean;
  readonly macro: string;
}

/** Where the file names a function-like macro. */
export interface TrueMacro {
  readonly kind: 'macro';
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

/** A compiled file; with errors, what it says may be incomplete. */
export interface TrueUnit {
  readonly kind: 'unit';
  readonly file: string;
  readonly errors: boolean;
}

export type Fact = TrueSlot | TrueDispatch | TrueStaticCall | TrueCall | TrueFile | TrueFunction | TrueMacro | TrueUnit;

/** Hands over the records of a JSON-lines file, one by one; a file that is not there has none. */
export async function eachRecord<T>(path: string, take: (record: T) => void): Promise<void> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const record: T = JSON.parse(line);
    take(record);
  }
}
