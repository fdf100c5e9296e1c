/** Search in what is in order. */

/** The number of the last of so many that `isBefore` says so of, where it does of all in front of that one; -1 for none. */
export function lastUpTo(count: number, isBefore: (number: number) => boolean): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The first number of a list in order that is not below another; undefined for none. */
export function firstFrom(numbers: readonly number[], least: number): number | undefined {
  return numbers[1 + lastUpTo(numbers.length, (at) => (numbers[at] ?? least) < least)];
}
