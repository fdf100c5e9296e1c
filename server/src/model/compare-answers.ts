/** Answers that set proposals side by side; see answers.ts for what holds of all answers. */
import type { HookSlot, Place, TreeInfo } from './answers.ts';
import type { Finding } from './findings.ts';

/** The groups of rows, in their order. */
export const COMPARE_GROUPS = [
  'size',
  'hooks',
  'new type',
  'exports',
  'page tables',
  'core',
  'dispatch',
  'reach',
  'findings',
] as const;

export type CompareGroup = (typeof COMPARE_GROUPS)[number];

/** A thing that was counted, and where it is in its side's tree. */
export interface CompareItem {
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

/** A count with what was counted; null where there is nothing that could be. */
export interface CompareValue {
  readonly value: number | null;
  readonly items: readonly CompareItem[];
}

/** One row: the same question to each side. */
export interface CompareMetric {
  /** `hook.slots`, `new-type.slots.UFFDIO_COPY`: the same for the same question, whatever the sides. */
  readonly id: string;
  readonly group: CompareGroup;
  /** What is counted. */
  readonly claim: string;
  /** By the name of the side. A side that the row says nothing of is left out. */
  readonly values: Readonly<Record<string, CompareValue>>;
}

/** A member of the struct on one side, where it is declared. */
export interface CompareMember extends Place {
  readonly signature: string;
  /** What the memory types have in it. */
  readonly tables: Readonly<Record<string, HookSlot | null>>;
  /** The files of their tables. */
  readonly files: Readonly<Record<string, string>>;
}

/** One member of the struct on the sides. */
export interface CompareHook {
  readonly name: string;
  readonly kind: 'hook' | 'value';
  readonly in: Readonly<Record<string, CompareMember | null>>;
  /** `same`, `signature`, `tables`, `renamed: OTHER in NAME`, or `only in NAME`. */
  readonly change: string;
}

/** A function that an ioctl can run for a memory type. */
export interface CompareTarget extends CompareItem {
  /** The hook, or `direct call`. */
  readonly via: string;
  readonly function: string;
  /** The conditions on the way. */
  readonly conditions: readonly string[];
}

/** What an ioctl runs for a memory type on one side. */
export interface CompareWay {
  /** Its hooks and `direct call`, with commas. */
  readonly via: string;
  readonly function: string;
  readonly conditions: readonly string[];
  readonly targets: readonly CompareTarget[];
}

/** What an ioctl runs for a memory type on the sides. */
export interface CompareReach {
  readonly ioctl: string;
  readonly memoryType: string;
  readonly in: Readonly<Record<string, CompareWay | null>>;
  /** `same`, `changed` or `only in NAME`. */
  readonly change: string;
  /** Functions and conditions that the first side has and the second has not; against a base, those that it has and a side has not. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
}

/** One side. */
export interface CompareSide {
  readonly name: string;
  readonly tree: TreeInfo;
  /** The commit of a revision; null for what is on disk. */
  readonly rev: string | null;
  /** The patches that were applied, by their subjects. */
  readonly applied: readonly string[];
}

/** A finding, and whose it is. */
export interface CompareFinding extends Finding {
  readonly side: string;
}

/** What `opscope compare` answers. */
export interface CompareAnswer {
  readonly schema: number;
  readonly ops: string;
  readonly sides: readonly CompareSide[];
  readonly base: CompareSide | null;
  readonly same: boolean;
  readonly metrics: readonly CompareMetric[];
  readonly hooks: readonly CompareHook[];
  readonly reach: readonly CompareReach[];
  /** Against the base, or of the second side against the first. */
  readonly findings: {
    readonly introduced: readonly CompareFinding[];
    readonly removed: readonly CompareFinding[];
    readonly same: number;
  };
  readonly notes: readonly string[];
}
