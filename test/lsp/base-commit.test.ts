/** Lines that differ from a commit, while it becomes another one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BaseCommit } from '../../server/src/lsp/base-commit.ts';
import type { Finding } from '../../server/src/model/findings.ts';

const finding = (file: string): Finding => ({
  rule: 'hook-pair',
  severity: 'warning',
  message: '',
  file,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
  function: null,
  evidence: [],
});

test('a question that began before HEAD moved leaves nothing of the old commit behind', async () => {
  let head = 'old';
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const base = new BaseCommit(
    {
      baseCommit: async () => head,
      textIn: async (_root, commit, path) => {
        if (path === 'a.c') await held;
        return `${commit}\n`;
      },
    },
    '/tree',
  );
  const findings = [finding('a.c'), finding('b.c')];
  const now = () => 'new\n';
  const before = base.touched(findings, now, new Map());
  head = 'new';
  await base.refresh('');
  release();
  assert.equal((await before)(finding('b.c'), 'file'), true);
  assert.equal((await base.touched(findings, now, new Map()))(finding('b.c'), 'file'), false);
});
