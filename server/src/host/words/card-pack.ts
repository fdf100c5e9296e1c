/** The cards of a tree's headers as the bytes of a file. */
import type { ConditionalInclude } from '../../index/conditional-includes.ts';
import { isCount, isRecord, isStrings } from '../shapes.ts';
import { Arrays, packArrays, unpackMeta } from './arrays.ts';
import { type CardFacts, headNumbers, isCardFacts } from './card-facts.ts';
import type { About } from './pack.ts';

/** Whose headers, and which program has read them. */
export interface AboutCards extends About {
  readonly installedAt: number;
}

/** What the file says in JSON, in front of the arrays. */
interface Meta extends AboutCards, Pick<CardFacts, 'paths' | 'includes' | 'conditional'> {
  readonly included: number;
  readonly names: number;
}

/** The bytes, in parts. */
export function packCards(facts: CardFacts, { root, folders, installedAt }: AboutCards): readonly Uint8Array[] {
  const { paths, includes, conditional, stamps, heads, included, names } = facts;
  const meta: Meta = {
    root,
    folders,
    installedAt,
    paths,
    includes,
    conditional,
    included: included.length,
    names: names.length,
  };
  return packArrays(meta, [stamps, heads, included, names]);
}

/** What bytes say; null where they are about another tree or of another program, or not as `packCards` has written them. */
export function unpackCards(bytes: Buffer, about: AboutCards): CardFacts | null {
  const { meta, start } = unpackMeta(bytes);
  if (!isMeta(meta) || start + sizeOf(meta) !== bytes.length) return null;
  if (
    meta.root !== about.root ||
    meta.installedAt !== about.installedAt ||
    meta.folders.join('\n') !== about.folders.join('\n')
  )
    return null;
  const facts = readFacts(bytes, start, meta);
  return isCardFacts(facts) ? facts : null;
}

/** How many bytes the arrays take: memory is taken for no more than there are. */
function sizeOf({ paths, included, names }: Meta): number {
  return 16 * paths.length + 4 * (headNumbers(paths.length) + included + names);
}

function readFacts(bytes: Buffer, start: number, { paths, includes, conditional, included, names }: Meta): CardFacts {
  const arrays = new Arrays(bytes, start);
  return {
    paths,
    includes,
    conditional,
    stamps: arrays.doubles(2 * paths.length),
    heads: arrays.numbers(headNumbers(paths.length)),
    included: arrays.numbers(included),
    names: arrays.numbers(names),
  };
}

function isMeta(value: unknown): value is Meta {
  if (!isRecord(value)) return false;
  const { root, folders, installedAt, paths, includes, conditional, included, names } = value;
  return (
    typeof root === 'string' &&
    isStrings(folders) &&
    typeof installedAt === 'number' &&
    isStrings(paths) &&
    isStrings(includes) &&
    isRecord(conditional) &&
    Object.values(conditional).every((each) => Array.isArray(each) && each.every(isConditional)) &&
    isCount(included) &&
    isCount(names)
  );
}

function isConditional(value: unknown): value is ConditionalInclude {
  if (!isRecord(value)) return false;
  return (
    typeof value['name'] === 'string' &&
    typeof value['condition'] === 'string' &&
    (value['group'] === null || isCount(value['group']))
  );
}
