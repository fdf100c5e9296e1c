/** Which documents are files of patches, and which patches belong to one. */
import { contained } from '../../base/contain.ts';
import type { Input } from '../../features/review/input.ts';
import type { NamedBytes } from '../../series/mail.ts';
import { readSeries, type Series } from '../../series/series.ts';
import type { LspHost } from '../host.ts';

/** How patches are named, and mails by those who keep them. */
const NAMES = /\.(?:patch|diff|eml|mbox|mbx)$/i;

/** What editors call their languages. */
const LANGUAGES: ReadonlySet<string> = new Set(['diff', 'patch', 'mail', 'mbox']);

/** What is on a disk; a pattern, since a client may send something else for an address. */
const ON_DISK = /^file:/;

/** Whether a document may have patches in it, by its name or by its language. */
export function isPatchFile(uri: string, languageId: string): boolean {
  return ON_DISK.test(uri) && (NAMES.test(uri) || LANGUAGES.has(languageId));
}

/** What a document is reviewed with: itself, and where it is one patch of several, as git writes them, those beside it. Null without a patch. */
export async function inputWith(
  host: Pick<LspHost, 'patchesBeside'>,
  path: string,
  text: string,
): Promise<Input | null> {
  const own: NamedBytes = { name: path, bytes: new TextEncoder().encode(text) };
  const series = await readSeries([own]);
  if (!series) return null;
  const alone: Input = { mails: [own], range: null, notes: [] };
  if (series.patches.length > 1 || series.count === 1) return alone;
  // Those that cannot be read are as good as missing, which is told.
  const beside = contained(
    () => host.patchesBeside(path),
    () => [],
  ).map((each) => (each.name === path ? own : each));
  return isOne(series, beside.length > 1 ? await readSeries(beside) : null, path) ? { ...alone, mails: beside } : alone;
}

/** Whether a patch is one of a series that was read with what is beside it. */
function isOne({ patches, version, count }: Series, all: Series | null, path: string): boolean {
  if (all?.version !== version || all.count !== count) return false;
  return all.patches.some(({ source, n }) => source.name === path && n === patches[0]?.n);
}
