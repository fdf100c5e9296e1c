/** Runs the archives of test/markers: one test for each kind of marker in each of them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadLowerer } from '../server/src/host/assets.ts';
import type { Lowerer } from '../server/src/syntax/lower.ts';
import { type Marker, parseArchive } from './harness/markers/archive.ts';
import { CHECKS } from './harness/markers/checks.ts';
import { Session } from './harness/markers/session.ts';
import { projectRoot } from './harness/root.ts';

const folder = join(projectRoot, 'test/markers');

let lowerer: Lowerer;
before(async () => {
  lowerer = await loadLowerer(join(projectRoot, 'dist'));
});

for (const name of readdirSync(folder).filter((each) => each.endsWith('.txt'))) {
  describe(name, () => {
    const archive = parseArchive(readFileSync(join(folder, name), 'utf8'));
    const kinds = new Set(archive.markers.map((marker) => marker.name));
    let session: Session;
    before(() => {
      session = new Session(archive, lowerer);
    });
    for (const kind of kinds) {
      const markers = archive.markers.filter((marker) => marker.name === kind);
      it(`@${kind} (${markers.length})`, () => {
        const failures = markers.flatMap((marker) => failure(session, name, marker) ?? []);
        if (failures.length > 0) assert.fail(`${failures.length} of ${markers.length} fail\n${failures.join('\n')}`);
      });
    }
  });
}

/** Asks what a marker asks; says what is wrong with the answer. */
function failure(session: Session, archive: string, marker: Marker): string | null {
  const check = CHECKS[marker.name];
  if (!check) throw new Error(`test/markers/${archive}:${marker.archiveLine}: no marker is named @${marker.name}`);
  const got = answer(() => check(session, marker));
  if (got === null) return null;
  return [
    `test/markers/${archive}:${marker.archiveLine} (${marker.file}:${marker.line})`,
    `  expected ${marker.source}`,
    `  got      ${got.replaceAll('\n', '\n           ')}`,
  ].join('\n');
}

function answer(ask: () => string | null): string | null {
  try {
    return ask();
  } catch (error) {
    return error instanceof Error ? `an error: ${error.stack}` : String(error);
  }
}
