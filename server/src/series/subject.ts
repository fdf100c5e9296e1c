/** What the subject of a mail says of a patch: `[PATCH v2 3/7] mm: ...`. */

export interface Subject {
  /** Without what stands in brackets in front. */
  readonly title: string;
  /** Whether it answers or forwards another. */
  readonly isReply: boolean;
  /** Whether something in brackets says that it is a patch. */
  readonly isTagged: boolean;
  readonly version: number;
  /** Which patch it is; 0 is a cover letter, and null says nothing. */
  readonly n: number | null;
  /** How many there are; null says nothing. */
  readonly of: number | null;
}

const REPLY = /^\s*(?:(?:re|fwd?|aw|wg|sv|antw)\s*(?:\[\d+\])?:\s*)+/i;

/** Numbers above it are none of a patch. */
const MOST = 9999;

export function parseSubject(subject: string): Subject {
  const plain = subject.replace(/\s+/g, ' ');
  const rest = plain.replace(REPLY, '').trim();
  const brackets = /^(?:\[[^\]]*\]\s*)*/.exec(rest)?.[0] ?? '';
  const [, n, of] = /\b(\d{1,4})\/(\d{1,4})\b/.exec(brackets) ?? [];
  const isTagged = /\b(?:PATCH|RFC|RFT)\b/i.test(brackets) || n !== undefined;
  return {
    title: rest.slice(brackets.length).trim(),
    isReply: REPLY.test(plain),
    isTagged,
    version: Math.min(MOST, Number(/\bv(\d{1,4})\b/i.exec(brackets)?.[1] ?? 1)),
    n: n === undefined ? null : Number(n),
    of: of === undefined ? null : Number(of),
  };
}
