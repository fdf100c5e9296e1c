/** What an export says, fact by fact: plain data. Fields may be added, never renamed (docs/schema.json). */
import type { ModuleStatus } from '../../kbuild/status.ts';
import type { DispatchSite, HookFunction, HookValue, MatrixField, Place, TableRow } from '../../model/answers.ts';
import type { Finding } from '../../model/findings.ts';
import type { DirectCall, FunctionExtent } from '../../model/graph-answers.ts';

/** What the facts are of: the first of them. */
export interface TreeFact {
  readonly fact: 'tree';
  readonly schema: number;
  /** The program's version. */
  readonly version: string;
  readonly root: string;
  /** The kernel's version. */
  readonly kernel: string;
  /** Empty for the whole tree. */
  readonly folders: readonly string[];
  /** The ops structs that are told, by names and patterns; empty for all. */
  readonly ops: readonly string[];
}

/** A struct or union with a hook. */
export interface StructFact extends Place {
  readonly fact: 'struct';
  readonly id: number;
  readonly name: string;
  readonly kind: 'struct' | 'union';
}

/** A member of a struct. */
export interface FieldFact extends MatrixField {
  readonly fact: 'field';
  readonly structId: number;
}

/** An initialised object; its slots follow. */
export interface TableFact extends Omit<TableRow, 'hooks' | 'installedIn'> {
  readonly fact: 'table';
  readonly id: number;
  /** Null for an element of an array of functions. */
  readonly structId: number | null;
}

/** A slot that is set, at its own place. */
export interface SlotFact extends Place {
  readonly fact: 'slot';
  readonly tableId: number;
  /** Empty for an element of an array of functions. */
  readonly field: string;
  readonly function: HookFunction['function'] | null;
  /** The source text of anything but a function. */
  readonly value: HookValue['value'] | null;
  readonly condition: string | null;
  /** Where the function is; null where the folders read do not have it. */
  readonly defined: Place | null;
}

/** A call through a hook; its targets follow. */
export interface SiteFact extends Omit<DispatchSite, 'targets'> {
  readonly fact: 'site';
  readonly id: number;
  /** Null where the call goes through no member. */
  readonly structId: number | null;
  /** The hook that the called variable holds a copy of; null where it holds others, too, and for all else. */
  readonly copyOf: { readonly structId: number | null; readonly field: string } | null;
}

/** A function that a site can reach. */
export interface TargetFact {
  readonly fact: 'target';
  readonly siteId: number;
  readonly function: string;
  readonly defined: Place | null;
}

/** A function that a file defines. */
export interface FunctionFact extends FunctionExtent {
  readonly fact: 'function';
}

/** A direct call. */
export interface CallFact extends DirectCall {
  readonly fact: 'call';
}

/** What a C file is built as. */
export interface ModuleFact extends ModuleStatus {
  readonly fact: 'module';
}

/** What a rule finds. */
export interface FindingFact extends Finding {
  readonly fact: 'finding';
  readonly id: number;
}

/** What the facts go without, and what was not looked at: a sentence. */
export interface NoteFact {
  readonly fact: 'note';
  readonly text: string;
}

/** The last fact: without it the list is not whole. */
export interface EndFact {
  readonly fact: 'end';
  /** How many there are of each kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** How many tables were left out, since they have no function in a slot. */
  readonly withoutFunction: number;
}

export type Fact =
  | TreeFact
  | StructFact
  | FieldFact
  | TableFact
  | SlotFact
  | SiteFact
  | TargetFact
  | FunctionFact
  | CallFact
  | ModuleFact
  | FindingFact
  | NoteFact
  | EndFact;
