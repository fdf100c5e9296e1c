/** Text that is no wider than a mail has it. */

/** What is in front of a line's words: blanks, branches of a tree, the dash of a list. */
const HEAD = /^(?:[ \t|`]|- )*/;

/** A tab takes as much at the most. */
const TAB = 8;

/** Lines that are wider go on below, further in. What no blank divides stays whole: nobody could search for half a name. */
export function folded(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (columnsOf(line) <= width ? [line] : new Fold(line, width).lines()))
    .join('\n');
}

function columnsOf(text: string): number {
  return text.replaceAll('\t', ' '.repeat(TAB)).length;
}

/** One line that is too wide. */
class Fold {
  readonly #width: number;
  readonly #rest: string;
  /** What lines that go on begin with: the branches of a tree go on, too. */
  readonly #next: string;
  readonly #lines: string[] = [];
  #line: string;
  #isEmpty = true;

  constructor(line: string, width: number) {
    const [head] = HEAD.exec(line) ?? [''];
    this.#width = width;
    this.#rest = line.slice(head.length);
    this.#line = head;
    this.#next = `${head.replaceAll(/[-`]/g, ' ')}  `;
  }

  lines(): readonly string[] {
    // Parts stand two blanks or more apart; one that has room in a line is not divided.
    for (const [gap, part] of gapsAndWords(this.#rest, / {2,}/)) {
      if (columnsOf(this.#next + part) <= this.#width) this.#put(gap, part);
      else for (const [i, [blank, word]] of gapsAndWords(part, / /).entries()) this.#put(i === 0 ? gap : blank, word);
    }
    return [...this.#lines, this.#line];
  }

  #put(gap: string, words: string): void {
    const wider = this.#isEmpty ? this.#line + words : this.#line + gap + words;
    if (this.#isEmpty || columnsOf(wider) <= this.#width) this.#line = wider;
    else {
      this.#lines.push(this.#line);
      this.#line = this.#next + words;
    }
    this.#isEmpty = false;
  }
}

/** Words, each with the gap in front of it. */
function gapsAndWords(text: string, gap: RegExp): readonly (readonly [gap: string, words: string])[] {
  const words = text.split(gap);
  let at = 0;
  return words.map((word) => {
    const start = text.indexOf(word, at);
    const before = text.slice(at, start);
    at = start + word.length;
    return [before, word];
  });
}
