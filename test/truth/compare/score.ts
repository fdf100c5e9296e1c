/** One figure of the report: how much of the truth was answered, and how many of the answers are true. */
export class Score {
  readonly name: string;
  /** Facts of the truth that count, and how many of them were answered. */
  expected = 0;
  found = 0;
  /** Answers that can be judged, and how many of them are true. */
  judged = 0;
  right = 0;
  /** By class of difference: each difference, as `file:line what`. */
  readonly differences = new Map<string, string[]>();

  constructor(name: string) {
    this.name = name;
  }

  /** Counts a fact; `difference` says how the answers differ from it, or is null when they have it. */
  expect(difference: string | null, example: string): void {
    this.expected++;
    if (difference === null) this.found++;
    else this.note(`missing: ${difference}`, example);
  }

  /** Counts an answer; `difference` says how it differs from the truth, or is null when it is true. */
  judge(difference: string | null, example: string): void {
    this.judged++;
    if (difference === null) this.right++;
    else this.note(`extra: ${difference}`, example);
  }

  /** Keeps an example of a class of difference, without counting it as a fault. */
  note(difference: string, example: string): void {
    const examples = this.differences.get(difference);
    if (examples === undefined) this.differences.set(difference, [example]);
    else examples.push(example);
  }

  get recall(): number {
    return this.expected === 0 ? 1 : this.found / this.expected;
  }

  get precision(): number {
    return this.judged === 0 ? 1 : this.right / this.judged;
  }
}
