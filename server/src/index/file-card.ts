/** What is known of a file so that it need not be read: questions follow the includes of thousands of headers, and look into few. */
import type { ConditionalInclude } from './conditional-includes.ts';
import { AN_ENTRY } from './memory.ts';

/** What a file says without being read. */
export interface FileCard {
  readonly includes: readonly string[];
  readonly conditional: readonly ConditionalInclude[];
  readonly holdsCode: boolean;
  /** The numbers of the names that it declares (`name-table.ts`), one for each declaration. */
  readonly names: Int32Array;
}

/** A file of which that much is known, and that is read when somebody asks for more. */
export interface KnownFile {
  readonly card: FileCard;
  /** Its text; null when it cannot be read any more. */
  text(): string | null;
}

/** What a card takes, by an estimate. */
export function bytesOfCard({ includes, names }: FileCard): number {
  return AN_ENTRY * includes.length + names.byteLength;
}
