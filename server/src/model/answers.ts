/**
 * The answers opscope gives, as plain data: the shapes that the command line prints as JSON and that the language
 * server sends to its clients. Fields may be added, never renamed (docs/schema.json).
 *
 * Every `file` is relative to the root of the kernel tree, with forward slashes. Every `line` and `column` is 1-based;
 * columns count UTF-16 code units.
 */

/** The number that every JSON answer carries as `schema`. */
export const SCHEMA = 1;

/** A kernel tree: where it is and what its Makefile says it is ("7.3.4"; empty when the Makefile does not say). */
export interface TreeInfo {
  readonly root: string;
  readonly version: string;
}

/** The commit that a tree is at, and where it comes from. */
export interface Provenance {
  /** Where it was fetched from, without whose password. */
  readonly repository: string;
  readonly commit: string;
  /** Null where no branch is checked out. */
  readonly branch: string | null;
  /** The way from the tree's root up to the repository's, such as `../`; mostly empty. */
  readonly up: string;
}

/** A point in a file of the tree. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One member of an ops struct. */
export interface MatrixField {
  readonly name: string;
  /** The declaration, on one line: `bool (*can_userfault)(struct vm_area_struct *vma, vm_flags_t vm_flags)`. */
  readonly signature: string;
  /** The comment above (or behind) the member, or the `@name:` paragraph of the struct's kernel-doc; may be empty. */
  readonly doc: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Whether the member is a function pointer: hooks dispatch, the rest (masks of capabilities) are values. */
  readonly kind: 'hook' | 'value';
}

/** What a slot holds when it holds a function. */
export interface HookFunction {
  /** The function's name. */
  readonly function: string;
  /** Where the function is defined (or, when the tree has only a prototype, declared); the slot itself failing that. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line of the slot, in the table's file. */
  readonly slotLine: number;
  readonly slotColumn: number;
  /** The condition of the slot inside its table, when it has one of its own. */
  readonly condition: string | null;
}

/** What a slot holds when it holds anything else: the source text of the value. */
export interface HookValue {
  readonly value: string;
  readonly slotLine: number;
  readonly slotColumn: number;
  readonly condition: string | null;
}

export type HookSlot = HookFunction | HookValue;

/** A place that makes a table take effect: a slot of another table, or an assignment in a function. */
export interface Installation {
  /** The table that points at this one; null for an assignment at run time. */
  readonly table: string | null;
  /** The function that assigns, for an assignment at run time. */
  readonly function: string | null;
  /** The member assigned (`uffd_ops`). */
  readonly member: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One initialised ops table. */
export interface MatrixTable {
  readonly name: string;
  /** The display name of the memory type: the table's name less its ops suffix. */
  readonly memoryType: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /**
   * The `#if` condition that the table is under, e.g. `CONFIG_USERFAULTFD`; where there is none, the option that its file is
   * built under; null when unconditional.
   */
  readonly condition: string | null;
  readonly installedIn: readonly Installation[];
  /** The functions that return its address; left out where there are none. */
  readonly returnedBy?: readonly ReturningFunction[];
  /** By field name; null means that the slot is unset. */
  readonly hooks: Readonly<Record<string, HookSlot | null>>;
}

/** A function that returns the address of a table, and where. */
export interface ReturningFunction extends Place {
  readonly function: string;
}

/** One initialised object, or array element, as `opscope tables` lists it. */
export interface TableRow {
  /** Null for an element of an array of pointers to functions: its only hook has an empty name. */
  readonly struct: string | null;
  /** The object's name; empty for a compound literal. */
  readonly name: string;
  /** The element's index in an array, as written or counted; null for an object that is no element. */
  readonly index: string | null;
  /** Element and member path from the object to the table, e.g. `[0].ops`; empty for the object itself. */
  readonly path: string;
  readonly memoryType: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly condition: string | null;
  readonly hooks: Readonly<Record<string, HookSlot | null>>;
  readonly installedIn: readonly Installation[];
}

/** hooks x memory types, for one ops struct. */
export interface Matrix {
  readonly schema: number;
  readonly tree: TreeInfo;
  /** The struct's name: `vm_uffd_ops`. */
  readonly ops: string;
  /** Where the struct is defined; null when the tree has no such struct (then `fields` is empty and `note` says why). */
  readonly defined: Place | null;
  readonly fields: readonly MatrixField[];
  readonly tables: readonly MatrixTable[];
  /** What a person should know about this answer, e.g. that the tree has no such struct. */
  readonly note: string | null;
}

/** A call through a hook. */
export interface DispatchSite {
  /** What is called: a member of a struct, an element of an array of pointers to functions, a variable, or a parameter. */
  readonly kind: 'member' | 'array' | 'variable' | 'parameter';
  /** Null for an array, a parameter and a variable. */
  readonly struct: string | null;
  /** The member or the array; for a variable `STRUCT.FIELD` or the array, if it is a copy of one alone; else the name that is called. */
  readonly field: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The function around the call. */
  readonly function: string;
  /** Names of the functions that the call can reach. */
  readonly targets: readonly string[];
  /** Whether the hook is checked for NULL on the way to the call, as far as that function shows. */
  readonly guarded: boolean;
  /** Another function that checks the same hook for NULL, for a call that is not guarded where it stands. */
  readonly checkedIn: (Place & { readonly function: string }) | null;
  readonly condition: string | null;
  /** The variable that the hook was copied to, for a call through one. */
  readonly through: string | null;
  /** The macro whose body has the call; null when it is written out. */
  readonly macro: string | null;
}

/** Who a function is to a file: in its folder, shared by the tables of several folders, or anybody else. */
export type FillingGroup = 'near' | 'shared' | 'other';

/** One implementation of a hook. */
export interface Sibling extends Place {
  readonly memoryType: string;
  readonly table: string;
  readonly function: string;
  /** URI of `file`. */
  readonly uri: string;
  /** Who the function is to the file that is looked at. */
  readonly group: FillingGroup;
}
/** The implementations of the hook at a position, for next/previous and for the picker. */
export interface SiblingsResult {
  readonly ops: string;
  readonly field: string;
  /** Index of the implementation at the position, or -1 when the position is the field itself or a call. */
  readonly current: number;
  readonly implementations: readonly Sibling[];
}
