import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { commentText, fieldComment, kernelDocParam } from '../../../server/src/features/cursor/comments.ts';
import { loadLowerer } from '../../../server/src/host/assets.ts';
import { Snapshot } from '../../../server/src/index/snapshot.ts';
import { Resolver } from '../../../server/src/resolve/ops/ops.ts';
import type { Lowerer } from '../../../server/src/syntax/lower.ts';
import { MemoryTree } from '../../harness/memory-tree.ts';
import { projectRoot } from '../../harness/root.ts';

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

describe('commentText', () => {
  const check = (comment: string, expected: string): void => assert.equal(commentText(comment), expected);
  it('drops the frame of one line', () => check('/* One line. */', 'One line.'));
  it('drops the stars of a block', () => check('/*\n\t * One.\n\t * Two.\n\t */', 'One.\nTwo.'));
  it('drops slashes', () => check('// One.\n\t// Two.', 'One.\nTwo.'));
  it('keeps paragraphs', () => check('/*\n * One.\n *\n * Two.\n */', 'One.\n\nTwo.'));
  it('keeps indentation', () => check('/**\n * One:\n *   two\n */', 'One:\n  two'));
  it('takes lines that end with a carriage return', () => check('/*\r\n * One.\r\n */', 'One.'));
});

describe('kernelDocParam', () => {
  const doc = 'struct foo - a struct\n@a: The first,\n    and more.\n@b: The second.\n\nText behind.';
  it('finds a paragraph', () => assert.equal(kernelDocParam(doc, 'b'), 'The second.'));
  it('joins its lines', () => assert.equal(kernelDocParam(doc, 'a'), 'The first, and more.'));
  it('finds nothing for another name', () => assert.equal(kernelDocParam(doc, 'c'), null));
});

/** Checks the comment of the member `open` of the struct `foo_ops` in a header. */
function check(header: string, expected: string): void {
  const tree = new MemoryTree(new Map([['include/linux/foo.h', header]]));
  const ops = Resolver.of(Snapshot.of(tree, { folders: ['include'] }, lowerer)).ops('foo_ops');
  const field = ops.fields().find((ref) => ref.member.name === 'open');
  assert.ok(field, 'no member');
  assert.equal(fieldComment(field), expected);
}

describe('fieldComment', () => {
  it('is above the member', () =>
    check('struct foo_ops {\n\t/* Opens it. */\n\tint (*open)(int a);\n};\n', 'Opens it.'));
  it('is behind the member', () => check('struct foo_ops {\n\tint (*open)(int a); /* Opens it. */\n};\n', 'Opens it.'));
  it('is in lines of slashes', () =>
    check('struct foo_ops {\n\t// Opens it,\n\t// and more.\n\tint (*open)(int a);\n};\n', 'Opens it,\nand more.'));
  it("is in the struct's kernel-doc", () =>
    check(
      '/**\n * struct foo_ops - foo\n * @open: Opens it.\n */\nstruct foo_ops {\n\tint (*open)(int a);\n};\n',
      'Opens it.',
    ));
  it("is the member's own kernel-doc", () =>
    check('struct foo_ops {\n\t/** @open: Opens it. */\n\tint (*open)(int a);\n};\n', 'Opens it.'));
  it('is not that of the member before', () =>
    check('struct foo_ops {\n\tint (*close)(int a); /* Closes it. */\n\tint (*open)(int a);\n};\n', ''));
  it('is not one that an empty line parts from it', () =>
    check('struct foo_ops {\n\t/* About all of them. */\n\n\tint (*open)(int a);\n};\n', ''));
  it('may be missing', () => check('struct foo_ops {\n\tint (*open)(int a);\n};\n', ''));
});
