/** Series of patches for the sample tree, as `git format-patch --stdout` writes them, made of texts alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is put behind the end of a file, and the subject of the patch that does so. */
export interface Appended {
  readonly subject: string;
  readonly file: string;
  readonly lines: readonly string[];
}

/** A mailbox whose patches append to files of a tree, one on the other. */
export function mailboxOf(root: string, title: string, patches: readonly Appended[]): string {
  const grown = new Map<string, string[]>();
  const mails = patches.map(({ subject, file, lines }, i) => {
    const before = grown.get(file) ?? readFileSync(join(root, file), 'utf8').replace(/\n$/, '').split('\n');
    grown.set(file, [...before, ...lines]);
    return mail(`[PATCH ${i + 1}/${patches.length}] ${subject}`, diffOf(file, before, lines));
  });
  return [mail(`[PATCH 0/${patches.length}] ${title}`, 'What it is about.\n'), ...mails].join('\n');
}

function mail(subject: string, body: string): string {
  const id = subject.replace(/\W+/g, '-');
  return `From 0123456789012345678901234567890123456789 Mon Sep 17 00:00:00 2001
From: A Developer <developer@example.org>
Date: Sun, 29 Nov 2026 12:00:00 +0000
Message-ID: <${id}@example.org>
Subject: ${subject}

${body}`;
}

function diffOf(file: string, before: readonly string[], lines: readonly string[]): string {
  const at = before.length - 2;
  return `---
diff --git a/${file} b/${file}
--- a/${file}
+++ b/${file}
@@ -${at},3 +${at},${3 + lines.length} @@
${before
  .slice(-3)
  .map((line) => ` ${line}`)
  .join('\n')}
${lines.map((line) => `+${line}`).join('\n')}
-- 
2.43.0
`;
}

/** Three patches: the first asks once more, the second has a table without hooks, and the third is another call. */
export function sampleSeries(root: string): string {
  const call = (name: string, hook: string): readonly string[] => [
    '',
    `int ${name}(const struct vm_uffd_ops *ops)`,
    '{',
    `\treturn ops->${hook}(0, 0);`,
    '}',
  ];
  return mailboxOf(root, 'mm: userfaultfd: ask more often', [
    { subject: 'mm: userfaultfd: ask again', file: 'mm/userfaultfd.c', lines: call('again', 'can_userfault') },
    {
      subject: 'mm: shmem: a bare table',
      file: 'mm/shmem.c',
      lines: ['', 'static const struct vm_uffd_ops bare_uffd_ops = {', '};'],
    },
    { subject: 'mm: userfaultfd: a folio, too', file: 'mm/userfaultfd.c', lines: call('folio', 'alloc_folio') },
  ]);
}
