/** A tree of thousands of small files, in the shapes of the kernel's, in two versions. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sampleTree } from '../protocol/sample.ts';

/** The struct of the tree that many files have a table of. */
export const MANY = 'many_ops';

const header = `#ifndef _LINUX_MANY_H
#define _LINUX_MANY_H
struct many_ops {
	/* Starts it */
	int (*start)(int unit);
	void (*stop)(int unit);
};
#endif
`;

/** One file with a table. In the second version it has no \`stop\`, and another name for \`start\`. */
function source(name: string, version: 1 | 2): string {
  const start = version === 1 ? `${name}_start` : `${name}_begin`;
  const stop = version === 1 ? `static void ${name}_stop(int unit)\n{\n}\n` : '';
  return `#include <linux/many.h>
${stop}static int ${start}(int unit)
{
	return unit;
}

static const struct many_ops ${name}_ops = {
	.start = ${start},
${version === 1 ? `	.stop = ${name}_stop,\n` : ''}};

static int ${name}_all(const struct many_ops *ops)
{
	return ops->start(1);
}
`;
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const pathOf = (number: number): string => `fs/many${number % 40}/unit${number}.c`;

/** Makes the tree with a number of files, beside those of the sample tree. */
export function makeTree(root: string, count: number): void {
  cpSync(sampleTree, root, { recursive: true });
  write(root, 'include/linux/many.h', header);
  for (let number = 0; number < count; number++) write(root, pathOf(number), source(`unit${number}`, 1));
}

/** Switches to the second version: most files change, some go and some are new. Returns the paths of all that did. */
export function switchTree(root: string, count: number): string[] {
  const changed: string[] = [];
  for (let number = 0; number < count; number++) {
    const kind = number % 10;
    if (kind > 7) continue;
    changed.push(pathOf(number));
    if (kind === 7) rmSync(join(root, pathOf(number)));
    else write(root, pathOf(number), source(`unit${number}`, 2));
    if (number % 20 !== 0) continue;
    changed.push(pathOf(count + number));
    write(root, pathOf(count + number), source(`unit${count + number}`, 2));
  }
  return changed;
}
