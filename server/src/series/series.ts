/** A series of patches, put together out of the mails that it came in. What is missing or twice is said, not guessed. */

import { addTo } from '../base/add-to.ts';
import { largest } from '../base/extremes.ts';
import { type FileDiff, readDiff } from './diff.ts';
import { type Mail, type MailSource, type NamedBytes, readMails } from './mail.ts';
import { parseSubject, type Subject } from './subject.ts';

/** One patch of a series. */
export interface Patch {
  /** Which it is, from 1. */
  readonly n: number;
  readonly title: string;
  readonly from: string;
  readonly messageId: string;
  readonly files: readonly FileDiff[];
  readonly source: MailSource;
}

/** Patches that belong together. */
export interface Series {
  /** What the cover letter is about, else the first patch. */
  readonly subject: string;
  readonly version: number;
  /** How many patches it says that it has. */
  readonly count: number;
  /** In their order; some may be missing. */
  readonly patches: readonly Patch[];
  /** Of the cover letter, where there is one, and of the patches. */
  readonly messageIds: readonly string[];
  /** The commit that it says it was made on; null where it says none. */
  readonly baseCommit: string | null;
  /** Patches, by id, that it says have to be applied before it. */
  readonly prerequisites: readonly string[];
  /** What is missing, twice, or left out, a sentence each, without a full stop. */
  readonly notes: readonly string[];
}

/** A mail with what its subject says. */
interface Item {
  readonly mail: Mail;
  readonly subject: Subject;
  readonly files: readonly FileDiff[];
}

/** The series in some files; null where there is no patch in them. */
export async function readSeries(inputs: readonly NamedBytes[]): Promise<Series | null> {
  const mails: Mail[] = [];
  for (const each of inputs) addTo(mails, await readMails(each));
  const items = mails.map((mail) => ({ mail, subject: parseSubject(mail.subject), files: readDiff(mail.text) }));
  const isPatch = ({ subject, files }: Item): boolean => !subject.isReply && subject.n !== 0 && files.length > 0;
  const all = items.filter(isPatch);
  const version = largest(all.map(({ subject }) => subject.version));
  const count = countOf(all, version);
  if (count === null) return null;
  const chosen = all.filter(({ subject }) => subject.version === version && (subject.of ?? count) === count);
  const placed = numbered(chosen);
  const rest = items.filter((item) => !chosen.includes(item));
  return assembled(placed, rest, { version, count });
}

/** How many patches the series of a version has: of several such, that of which the most are there. Null where there is none. */
function countOf(items: readonly Item[], version: number): number | null {
  const told = items.filter(({ subject }) => subject.version === version);
  if (told.length === 0) return null;
  const times = new Map<number, number>();
  for (const { subject } of told) if (subject.of !== null) times.set(subject.of, (times.get(subject.of) ?? 0) + 1);
  const [most] = [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return most?.[0] ?? told.length;
}

interface Numbered {
  readonly patches: readonly (Patch & { readonly item: Item })[];
  readonly notes: readonly string[];
}

/** Patches by number. Those without one are numbered as they come. */
function numbered(items: readonly Item[]): Numbered {
  const byNumber = new Map<number, Patch & { readonly item: Item }>();
  const notes: string[] = [];
  let last = 0;
  let isOrdered = true;
  for (const item of items) {
    const n = item.subject.n ?? last + 1;
    const known = byNumber.get(n);
    if (known) {
      notes.push(`patch ${n} is there twice: "${known.title}" is taken, and "${item.subject.title}" left out`);
      continue;
    }
    isOrdered &&= n > last;
    last = n;
    const { from, messageId, source } = item.mail;
    byNumber.set(n, { n, title: item.subject.title, from, messageId, files: item.files, source, item });
  }
  if (!isOrdered) notes.push('the patches are not in their order: they are taken by their numbers');
  return { patches: [...byNumber.values()].sort((a, b) => a.n - b.n), notes };
}

function assembled(
  { patches, notes }: Numbered,
  rest: readonly Item[],
  { version, count }: Pick<Series, 'version' | 'count'>,
): Series {
  const cover = rest.find(({ subject }) => !subject.isReply && subject.n === 0 && subject.version === version);
  const others = rest.filter((item) => item !== cover);
  const mails = [...(cover ? [cover.mail] : []), ...patches.map(({ item }) => item.mail)];
  const trailers = mails.map(({ text }) => text).join('\n');
  return {
    subject: cover?.subject.title ?? patches[0]?.title ?? '',
    version,
    count,
    patches: patches.map(({ item: _, ...patch }) => patch),
    messageIds: [...new Set(mails.map(({ messageId }) => messageId).filter((id) => id !== ''))],
    baseCommit: /^base-commit: ([0-9a-f]{7,64})\s*$/m.exec(trailers)?.[1] ?? null,
    prerequisites: [...trailers.matchAll(/^prerequisite-(?:patch|change|message)-id: (\S+)/gm)].map(
      ([, id = '']) => id,
    ),
    notes: [
      ...missing(patches, count, others),
      ...notes,
      ...patches.flatMap(({ n, item }) => item.mail.notes.map((note) => `patch ${n}: ${note}`)),
      ...leftOut(others, version),
    ],
  };
}

/** How many missing patches are named. */
const MOST_NAMED = 20;

function missing(patches: readonly Patch[], count: number, others: readonly Item[]): readonly string[] {
  const there = new Set(patches.map(({ n }) => n));
  const numbers = Array.from({ length: count }, (_, i) => i + 1).filter((n) => !there.has(n));
  const named = numbers.slice(0, MOST_NAMED).map((n) => {
    const isEmpty = others.some(({ subject }) => !subject.isReply && subject.n === n && subject.of === count);
    return isEmpty ? `patch ${n}/${count} has no diff in it` : `patch ${n}/${count} is missing`;
  });
  const more = numbers.length - named.length;
  const beyond = patches
    .filter(({ n }) => n > count)
    .map(({ n }) => `patch ${n} is one more than the ${count} that there should be`);
  return [...named, ...(more > 0 ? [`${more} more patches are missing`] : []), ...beyond];
}

/** What else is in the mailbox. */
function leftOut(others: readonly Item[], version: number): readonly string[] {
  const earlier = new Map<number, number>();
  const notes = others.flatMap(({ mail, files }) => (files.length === 0 ? [...new Set(mail.notes)] : []));
  let replies = 0;
  let strangers = 0;
  for (const { subject, files } of others) {
    if (files.length === 0) continue;
    if (subject.isReply) replies++;
    else if (subject.version === version) strangers++;
    else earlier.set(subject.version, (earlier.get(subject.version) ?? 0) + 1);
  }
  for (const [each, times] of [...earlier].sort(([a], [b]) => a - b))
    notes.push(`version ${each} is left out (${patchesOf(times)})`);
  if (strangers > 0) notes.push(`${patchesOf(strangers)} of another series ${strangers === 1 ? 'is' : 'are'} left out`);
  if (replies > 0) notes.push(`${replies} ${replies === 1 ? 'reply' : 'replies'} with a diff left out`);
  return notes;
}

function patchesOf(times: number): string {
  return `${times} ${times === 1 ? 'patch' : 'patches'}`;
}
