/**
 * Functions of a memory type that the core calls by name rather than through a hook.
 *
 * Such a function
 * - is called from a file of the core (where the ioctls are handled or hooks are dispatched) and defined outside it,
 * - is named for its memory type, in the file of that memory type: one that holds a table of the ops struct, or that is
 *   named for the memory type and holds its `vm_operations_struct`, or whose memory type the core asks for by name
 *   (`is_vm_hugetlb_page`, `vma_is_shmem`),
 * - and does a part of the operation: it answers an error code or an object. What only locks, counts or asks does not.
 */
import { pattern } from '../../base/patterns.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Bodies, Body } from '../ops/bodies.ts';
import type { OpsIndex, Resolver } from '../ops/ops.ts';

/** A function of a memory type. */
export interface Backend {
  readonly body: Body;
  /** The first words of its name, which are the memory type's. */
  readonly memoryType: string;
}

/** Folders in which the file of a memory type may be, beside the core's own. */
const FOLDERS = ['mm', 'fs', 'virt/kvm'];

const RESULT = /^(?:int|long|ssize_t|vm_fault_t|loff_t|signed|s32|s64)$/;

/** Recognises backends for one core. */
export class Backends {
  readonly #resolver: Resolver;
  readonly #bodies: Bodies;
  readonly #core: readonly SourceFile[];
  readonly #ops: readonly OpsIndex[];
  readonly #known = new Map<string, Backend | null>();
  #asked: ReadonlySet<string> | null = null;

  constructor(resolver: Resolver, bodies: Bodies, core: readonly SourceFile[], ops: readonly OpsIndex[]) {
    this.#resolver = resolver;
    this.#bodies = bodies;
    this.#core = core;
    this.#ops = ops;
  }

  /** The backend that a name is when a file of the core calls it; null when it is none. */
  find(name: string, from: SourceFile): Backend | null {
    if (!this.#core.includes(from)) return null;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found = this.#core.some((file) => file.symbols(name).some((each) => each.kind === 'function'))
      ? null
      : this.#look(name);
    this.#known.set(name, found);
    return found;
  }

  #look(name: string): Backend | null {
    const words = name.split('_');
    for (let count = words.length - 1; count > 0; count--) {
      const memoryType = words.slice(0, count).join('_');
      if (memoryType === '') continue;
      for (const file of this.#files(memoryType)) {
        const body = this.#bodies.own(name, file).find((each) => !each.fn.static && this.#does(each));
        if (body) return { body, memoryType };
      }
    }
    return null;
  }

  /** The files that are a memory type's. */
  *#files(memoryType: string): Iterable<SourceFile> {
    const { snapshot } = this.#resolver;
    for (const ops of this.#ops) {
      for (const { name, file } of ops.tables()) if (name.startsWith(`${memoryType}_`)) yield file;
    }
    const folders = new Set([...this.#core.map((file) => file.path.slice(0, file.path.lastIndexOf('/'))), ...FOLDERS]);
    for (const folder of folders) {
      const path = `${folder}/${memoryType}.c`;
      const file = snapshot.exists(path) ? snapshot.file(path) : null;
      if (!file || this.#core.includes(file)) continue;
      const table = pattern`\bvm_operations_struct\s+${memoryType}_\w+\s*=`;
      if (table.test(file.text) || this.asks().has(memoryType)) yield file;
    }
  }

  /** The memory types that the core asks for. */
  asks(): ReadonlySet<string> {
    this.#asked ??= new Set(
      this.#core.flatMap((file) =>
        [...file.text.matchAll(/\b(?:is_vm_(\w+?)_page|vma_is_(\w+))\s*\(/g)].map(
          (match) => match[1] ?? match[2] ?? '',
        ),
      ),
    );
    return this.#asked;
  }

  /** Whether a function answers an error code or an object. */
  #does({ fn }: Body): boolean {
    const { returns } = fn;
    if (returns.k === 'pointer') return true;
    return returns.k === 'name' && RESULT.test(returns.name);
  }
}
