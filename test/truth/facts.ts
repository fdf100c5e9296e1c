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

/** Where a token is that a macro may have written. */
interface Placed {
  readonly file: string;
  readonly line: number;
  readonly expansionLine: number;
  readonly spellingFile: string;
  readonly spellingLine: number;
  /** The macro whose body wrote it; empty for plain source. */
  readonly macro: string;
}

/** A function in an array of pointers to functions that is no member. */
export interface TrueElement extends Placed {
  readonly kind: 'element';
  readonly object: string;
  readonly in: string;
  readonly function: string;
}

/** A call of a value that is neither a function's name nor a member. */
export interface TrueIndirect extends Placed {
  readonly kind: 'indirect';
  readonly form: 'parameter' | 'variable' | 'array' | 'other';
  readonly beginLine: number;
  /** The parameter, variable or array; of another form, what clang calls it. */
  readonly name: string;
  readonly local?: boolean;
  /** Which parameter. */
  readonly index?: number;
  readonly function: string;
  /** The file of a function that only this file can name; else empty. */
  readonly functionFile: string;
}

/** What a value can be: functions, a parameter of the function around it, or others. */
interface OfValue {
  readonly functions: readonly string[];
  /** Which parameter; -1 for none. */
  readonly from: number;
  readonly others: boolean;
  readonly in: string;
  readonly inFile: string;
}

/** What a variable of function-pointer type is set to. */
export interface TrueHeld extends OfValue {
  readonly kind: 'held';
  readonly name: string;
  readonly local: boolean;
}

/** A parameter of a function: `calleeFile` is empty for one that all files can name. */
export interface OfParameter {
  readonly callee: string;
  readonly calleeFile: string;
  readonly index: number;
}

/** An argument of function-pointer type. */
export interface TrueHanded extends OfValue, OfParameter {
  readonly kind: 'handed';
  readonly lineFile: string;
  readonly line: number;
}

/** A parameter that a function stores in a member. */
export interface TrueKept extends OfParameter {
  readonly kind: 'keeps';
  readonly struct: string;
  readonly field: string;
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

/** What is said of functions that are values. */
export type TrueValue = TrueElement | TrueIndirect | TrueHeld | TrueHanded | TrueKept;

export type Fact =
  | TrueValue
  | TrueSlot
  | TrueDispatch
  | TrueStaticCall
  | TrueCall
  | TrueFile
  | TrueFunction
  | TrueMacro
  | TrueUnit;

/** Hands over the records of a JSON-lines file, one by one; a file that is not there has none. */
export async function eachRecord<T>(path: string, take: (record: T) => void): Promise<void> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const record: T = JSON.parse(line);
    take(record);
  }
}
