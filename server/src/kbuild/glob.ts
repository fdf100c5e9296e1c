/** `*`, `?` and `[a-c]`, as `$(wildcard)` has them, in time that grows with the name and the pattern alone. */

/** Whether a letter may stand in a place; null for `*`, any letters or none. */
type Place = ((letter: string) => boolean) | null;

/** The test for one part of a path. */
export function globTest(pattern: string): (name: string) => boolean {
  const places = placesOf(pattern);
  return (name) => fits(places, name);
}

function placesOf(pattern: string): readonly Place[] {
  return Array.from(pattern.matchAll(/\*+|\?|\[(!?)([^\][]+)\]|\\?(.)/gs), ([whole, not, letters, letter]) => {
    if (whole.startsWith('*')) return null;
    if (whole === '?') return () => true;
    if (letters === undefined) return (each) => each === letter;
    return (each) => isAmong(letters, each) !== (not === '!');
  });
}

/** `abc`, and `a-c`. */
function isAmong(letters: string, letter: string): boolean {
  for (let i = 0; i < letters.length; i++) {
    const from = letters[i] ?? '';
    const to = letters[i + 1] === '-' ? letters[i + 2] : undefined;
    if (to === undefined ? letter === from : letter >= from && letter <= to) return true;
    if (to !== undefined) i += 2;
  }
  return false;
}

/** Each `*` takes as little as it can: only the last one ever has to take more. */
function fits(places: readonly Place[], name: string): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let i = 0; i < name.length; ) {
    const place = at < places.length ? places[at] : undefined;
    if (place === null) {
      [star, taken] = [at++, i];
    } else if (place?.(name[i] ?? '')) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++taken;
    } else {
      return false;
    }
  }
  return places.slice(at).every((place) => place === null);
}
