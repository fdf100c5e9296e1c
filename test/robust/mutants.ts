/**
 * The worker that breaks C files at random and takes them through the syntax layer. It runs in a thread of its own, so that
 * a hang is seen from outside. A mutant is named by its number: the same number is the same mutant.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { loadLowerer } from '../../server/src/host/assets.ts';
import { decode } from '../../server/src/host/disk.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { normalise } from '../../server/src/syntax/normalise.ts';
import type { Region } from '../../server/src/syntax/region.ts';
import { split } from '../../server/src/syntax/split.ts';
import { projectRoot } from '../harness/root.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { splinters } from './splinters.ts';
import type { Report, Work } from './watched.ts';

/** Regions cover the text in order and within it. */
function checkRegions(text: string, regions: readonly Region[]): void {
  let end = 0;
  for (const region of regions) {
    assert.ok(region.start >= end && region.end >= region.start && region.end <= text.length, 'regions are in order');
    assert.ok(region.brace < text.length, 'the brace is in the text');
    end = region.end;
  }
}

function checkText(text: string, lowerer: Lowerer): void {
  const { regions, branches } = split(text);
  checkRegions(text, regions);
  for (const branch of branches) assert.ok(branch.start <= branch.end && branch.end <= text.length, 'branches end');
  for (const region of regions) {
    const source = text.slice(region.start, region.end);
    assert.equal(normalise(source, region).text.length, source.length, 'normalise keeps the length');
    lowerer.region(text, region);
  }
}

async function breakFiles({ files, count }: Work): Promise<void> {
  const lowerer = await loadLowerer(join(projectRoot, 'dist'));
  const post = (report: Report) => parentPort?.postMessage(report);
  for (let at = 0; at < count; at++) {
    const file = files[at % files.length] ?? '';
    post({ at, file });
    try {
      checkText(mutate(decode(readFileSync(file)), splinters, random(at)), lowerer);
    } catch (error) {
      post({ at, file, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

void breakFiles(workerData as Work);
