/** Lines in the form of compilers, `FILE:LINE:COLUMN: TEXT`: editors, `make` and problem matchers find the places in them. */
import type { Severity } from '../model/findings.ts';
import { type Shown, shown } from './shown.ts';
import type { Paint } from './style.ts';

/** Where a line of a list leads; 1-based. */
interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** The place at the beginning of a line. */
export function placeText({ file, line, column }: Place): string {
  return column === undefined ? `${file}:${line}:` : `${file}:${line}:${column}:`;
}

/** What compilers call the severities: they have notes, and no hints. */
const WORDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'note',
};

/** A finding, or a note beside one: `mm/shmem.c:12:3: warning: ...`. */
export function messageText(place: Place, severity: Severity, message: Shown | string, paint: Paint): Shown {
  const isLoud = severity === 'error' || severity === 'warning';
  const word = (isLoud ? paint.warn : paint.name)(`${WORDS[severity]}:`);
  return shown`${paint.bold(placeText(place))} ${word} ${message}`;
}
