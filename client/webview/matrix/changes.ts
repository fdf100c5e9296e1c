/** What becomes of a thing from the first side to the second: a sign, a word and a class for each, so that no colour is needed to tell. */

export type Change = 'same' | 'added' | 'removed' | 'changed';

export const SIGNS: Readonly<Record<Change, string>> = { same: '', added: '+', removed: '−', changed: '~' };

/** A text with its sign in front. */
export function signed(change: Change, text: string): string {
  return change === 'same' ? text : `${SIGNS[change]} ${text}`;
}

/** What has come or gone, by what there is of it on either side; null where there is nothing. */
export function changeOf<T>(a: T | null, b: T | null, isSame: (a: T, b: T) => boolean): Change | null {
  if (a === null) return b === null ? null : 'added';
  if (b === null) return 'removed';
  return isSame(a, b) ? 'same' : 'changed';
}
