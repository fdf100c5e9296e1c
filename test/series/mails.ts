/** Mails for tests, as text. */
import { applySeries } from '../../server/src/series/apply.ts';
import { readSeries, type Series } from '../../server/src/series/series.ts';
import { MemoryTree } from '../harness/memory-tree.ts';

/** A file of so many lines, `line 1` and on. */
export function numbered(count: number): string {
  return Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');
}

/** A diff that puts a line behind line `n` of a file of `numbered` lines. */
export function addBehind(path: string, n: number, text: string): string {
  const around = [n - 2, n - 1, n].map((each) => ` line ${each}\n`).join('');
  const behind = [n + 1, n + 2, n + 3].map((each) => ` line ${each}\n`).join('');
  return `diff --git a/${path} b/${path}\nindex 1111111..2222222 100644\n--- a/${path}\n+++ b/${path}\n@@ -${n - 2},6 +${n - 2},7 @@\n${around}+${text}\n${behind}`;
}

/** A mail as git sends it. */
export function mail(subject: string, body: string, headers: readonly string[] = []): string {
  const id = subject.replace(/\W+/g, '-').replace(/^-/, '');
  const head = ['From: A <a@example.org>', `Subject: ${subject}`, `Message-Id: <${id}@example.org>`, ...headers];
  return `${head.join('\n')}\n\n${body}`;
}

/** A message and a diff, as git puts them into a mail. */
export function body(diff: string, message = 'Why.\n'): string {
  return `${message}---\n mm/a.c | 1 +\n\n${diff}-- \n2.47.0\n`;
}

/** A mailbox of mails. */
export function mbox(...mails: readonly string[]): string {
  return mails.map((each) => `From 0123456789 Mon Sep 17 00:00:00 2001\n${each}\n`).join('');
}

/** The series in a text. */
export async function seriesIn(text: string | Uint8Array, name = 'x.mbox'): Promise<Series> {
  const series = await readSeries([{ name, bytes: typeof text === 'string' ? Buffer.from(text) : text }]);
  if (!series) throw new Error('no patch in it');
  return series;
}

/** What a mailbox makes of some files, and what is said on the way. */
export async function applied(text: string, files: Readonly<Record<string, string>>, fuzz = 0) {
  const series = await seriesIn(text);
  const result = applySeries(new MemoryTree(new Map(Object.entries(files))), series.patches, { fuzz });
  const outcomes = result.steps.map(({ outcome }) => outcome);
  return {
    notes: [...series.notes, ...outcomes.flatMap(({ notes }) => notes)],
    states: outcomes.map((each) => each.applied),
    hunks: outcomes.flatMap(({ hunks }) => hunks),
    refused: outcomes.flatMap(({ refused }) => refused.map(({ file, reason }) => `${file}: ${reason}`)),
    changes: outcomes.map(({ changes }) => changes),
    texts: Object.fromEntries(result.texts),
  };
}
