import { commands, type Range, type Tab, TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';
import { label } from '../../../server/src/base/visible.ts';
import { rangeOf, uriOf } from './comments.ts';
import type { CurrentPatch } from './current.ts';
import { type FindingNode, isBefore } from './nodes.ts';
import { SERIES, seriesUri } from './uris.ts';

/** The name of a patch in a tab. */
export function titleOf({ series, patch }: CurrentPatch): string {
  return label(`${patch.n}/${series.review.series.count} ${patch.subject}`);
}

/** A file of a patch, before and with it; undefined where there is none. */
function sides({
  series,
  patch,
  shown,
}: CurrentPatch): { file: string; before: Uri | undefined; after: Uri | undefined }[] {
  const at = (side: 'before' | 'after', file: string | null): Uri | undefined =>
    file === null ? undefined : seriesUri({ id: series.id, n: patch.n, side, file });
  return shown.files.map(({ before, after }) => ({
    file: after ?? before ?? '',
    before: at('before', before),
    after: at('after', after),
  }));
}

/** Shows all that a patch changes, in one editor. */
export async function showPatch(current: CurrentPatch): Promise<void> {
  const files = sides(current).flatMap(({ before, after }) => {
    const named = after ?? before;
    return named ? [[named, before, after]] : [];
  });
  if (files.length > 0) await commands.executeCommand('vscode.changes', titleOf(current), files);
}

/** Shows the place of a finding: in the changes of its file, else in the file as the patch leaves it. */
export async function showFinding(node: FindingNode): Promise<void> {
  const { current, finding, fate } = node;
  const selection: Range = rangeOf(node);
  const side = sides(current).find(({ file }) => file === finding.file);
  if (side?.before && side.after && !isBefore(fate)) {
    const title = `${label(finding.file)} (${titleOf(current)})`;
    await commands.executeCommand('vscode.diff', side.before, side.after, title, { selection, preview: true });
  } else await window.showTextDocument(uriOf(node), { selection, preview: true });
}

/** Closes what shows files of a series that is not open any more. */
export async function closeTabs(titles: ReadonlySet<string>): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(tabs.filter((tab) => isOfSeries(tab, titles)));
}

function isOfSeries({ input, label: name }: Tab, titles: ReadonlySet<string>): boolean {
  if (input instanceof TabInputText) return input.uri.scheme === SERIES;
  if (input instanceof TabInputTextDiff) return input.modified.scheme === SERIES;
  // An editor with several files has an input that extensions are told nothing of; its name ends with their number.
  return [...titles].some((title) => name === title || name.startsWith(`${title} (`));
}
