/** A tree under edits: what the snapshot that went through all of them answers, beside one that is made anew. */
import assert from 'node:assert/strict';
import { LIKELY_FOLDERS } from '../../server/src/index/folders.ts';
import { Snapshot } from '../../server/src/index/snapshot.ts';
import type { TreeSource } from '../../server/src/index/source.ts';
import type { Lowerer } from '../../server/src/syntax/lower.ts';
import { random } from '../robust/random.ts';
import { type Asked, answersOf } from './answers.ts';
import { Edits, type Texts } from './edits.ts';

/** How a tree is put to the test. */
export interface Trial {
  readonly name: string;
  readonly texts: Texts;
  /** Opens the tree as it is now. */
  open(): TreeSource;
  readonly folders?: readonly string[];
  readonly ops: readonly string[];
  /** Files to edit and to ask about. */
  readonly paths: readonly string[];
  readonly edits: number;
  readonly seed: number;
  readonly reach: boolean;
}

/** Edits and asks in turn; fails at the first edit after which the two differ. */
export function compare(trial: Trial, lowerer: Lowerer): void {
  const { texts, paths, seed } = trial;
  const settings = { folders: trial.folders ?? LIKELY_FOLDERS };
  const edits = new Edits(texts, paths, seed);
  const next = random(seed + 1);
  let snapshot = Snapshot.of(trial.open(), settings, lowerer);
  answersOf(snapshot, questions(trial, next));
  for (let left = trial.edits; left > 0; left--) {
    const { what, paths: changed } = edits.next();
    snapshot = lighter(snapshot, next).next(trial.open(), changed);
    const asked = questions(trial, next);
    const fresh = Snapshot.of(trial.open(), settings, lowerer);
    const where = `${trial.name}, seed ${seed}, edit ${trial.edits - left + 1}: ${what}`;
    const [mine, anew] = [answersOf(snapshot, asked), answersOf(fresh, asked)];
    const differs = mine.findIndex((line, index) => line !== anew[index]);
    if (differs >= 0) assert.fail(`${where}\n${difference(mine[differs] ?? '', anew[differs] ?? '')}`);
  }
}

/** Some of what is held is let go of between questions, now and then. */
function lighter(snapshot: Snapshot, next: () => number): Snapshot {
  const [kind, part] = [next(), next()];
  if (kind < 0.1) snapshot.state.kept.letGo(part * snapshot.state.kept.bytes);
  return kind < 0.2 ? snapshot.settled(part * snapshot.state.bytes) : snapshot;
}

/** Two answers from a little before the place where they part. */
function difference(mine: string, anew: string): string {
  let at = 0;
  while (mine[at] === anew[at]) at++;
  const part = (line: string) => line.slice(Math.max(0, at - 300), at + 300);
  return `${mine.slice(0, 60)}\nincremental: ${part(mine)}\nfresh:       ${part(anew)}`;
}

/** What is asked after an edit; some of it differs from time to time, as people look here and there. */
function questions({ texts, paths, ops, reach }: Trial, next: () => number): Asked {
  const cursors = Array.from({ length: 6 }, () => {
    const path = paths[Math.floor(next() * paths.length)] ?? '';
    return { path, offset: Math.floor(next() * (texts.get(path)?.length ?? 0)) };
  });
  return {
    settings: { ops, contextStructs: ['uffd_info', 'mfill_state'] },
    paths: paths.filter(() => next() < 0.5),
    cursors,
    reach: reach && next() < 0.3,
    findings: reach && next() < 0.3,
  };
}
