/**
 * Initialiser lists of plain values, read without tree-sitter: a kernel has a million of them, most of which are names, numbers, texts,
 * calls and lists of these. What is made is what tree-sitter would make, to the node; for all else there is null, and it is asked.
 */
import { MAX_DEPTH } from './depth.ts';
import { type PlainType, plainType } from './plain-types.ts';
import type { Raw } from './raw.ts';

/** Words that are no name of a value. */
const NO_NAME = new Set(
  (
    'alignas alignof _Alignas _Alignof __alignof __alignof__ _alignof asm __asm __asm__ _Atomic __attribute __attribute__ auto ' +
    'bool break case char char16_t char32_t char64_t char8_t charptr_t const constexpr continue __declspec default defined do ' +
    'double else enum __except extern __extension__ __finally float for __forceinline _Generic goto if inline __inline ' +
    '__inline__ int int16_t int32_t int64_t int8_t intptr_t __leave long max_align_t noreturn _Noreturn _Nonnull nullptr_t ' +
    'offsetof ptrdiff_t register restrict __restrict__ return short signed size_t sizeof ssize_t static struct switch ' +
    'thread_local __thread __try typedef uint16_t uint32_t uint64_t uint8_t uintptr_t union unsigned void volatile while ' +
    '__volatile__ __based __cdecl __clrcall __fastcall __stdcall __thiscall __unaligned __vectorcall __restrict _unaligned'
  ).split(' '),
);

/** What binds how strongly, as the grammar has it. */
const STRENGTH: ReadonlyMap<string, number> = new Map([
  ...[...'|^&'].map((sign, i) => [sign, i + 3] as const),
  ...['==', '!='].map((sign) => [sign, 6] as const),
  ...['<<', '>>'].map((sign) => [sign, 9] as const),
  ...[...'+-'].map((sign) => [sign, 10] as const),
  ...[...'*/%'].map((sign) => [sign, 11] as const),
]);

const OPERATOR = /<<(?!=)|>>(?!=)|==|!=|[|](?![|=])|&(?![&=])|[\^*/%](?![=/*])|\+(?![+=])|-(?![-=>])/y;
const NAME = /[A-Za-z_]\w*/y;
const NUMBER = /[-+]?(?:0[xX][0-9a-fA-F]+|\d+)[uUlL]*(?![\w.'$])/y;
const TEXT = /"(?:[^"\\\n]|\\[^xuU\r\n]|\\x[0-9a-fA-F])*"/y;
const LETTER = /'(?:[^'\\\n]|\\[^xuU\r\n\d]|\\\d{1,3}|\\x[0-9a-fA-F]{1,2})'/y;

/** Names that the grammar has a type of their own for. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ...['NULL', 'nullptr'].map((name) => [name, 'null'] as const),
  ...['TRUE', 'true'].map((name) => [name, 'true'] as const),
  ...['FALSE', 'false'].map((name) => [name, 'false'] as const),
]);

/** What may go on behind a parenthesis that tree-sitter could take for a cast's. */
const BEHIND_CAST = /[\w"'(&*+\-~!{$\\]/;

/** The list whose brace opens at an offset of a normalised text, as tree-sitter has it; null where it is not plain. */
export function plainList(text: string, open: number): Raw | null {
  const reader = new ListReader(text, open);
  return reader.list('value');
}

/** Reads one list, from left to right. Each method answers null where something is not plain. */
class ListReader {
  readonly #text: string;
  #at: number;
  /** Behind the last sign that was read. */
  #end: number;
  #depth = 0;

  constructor(text: string, open: number) {
    this.#text = text;
    this.#at = open;
    this.#end = open;
  }

  list(field: string): Raw | null {
    const start = this.#at;
    if (++this.#depth > MAX_DEPTH / 4) return null;
    const kids = this.#separated('{', '}', () => this.#item());
    this.#depth--;
    return kids && this.#node('initializer_list', field, start, kids);
  }

  #node(type: string, field: string, start: number, kids: readonly Raw[] = []): Raw {
    return { type, field, start, end: this.#end, kids };
  }

  /** The code unit that comes next, behind blanks. */
  #next(): number {
    const text = this.#text;
    let c = text.charCodeAt(this.#at);
    while (c === 32 || (c >= 9 && c <= 13)) c = text.charCodeAt(++this.#at);
    return c;
  }

  #takes(sign: string): boolean {
    if (this.#next() !== sign.charCodeAt(0)) return false;
    this.#end = ++this.#at;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    this.#end = this.#at;
    return found;
  }

  /** What stands between two signs, parted by commas; one may stand behind the last in braces. */
  #separated(open: string, close: string, read: () => Raw | null): readonly Raw[] | null {
    if (!this.#takes(open)) return null;
    const all: Raw[] = [];
    if (this.#takes(close)) return all;
    for (;;) {
      const each = read();
      if (!each) return null;
      all.push(each);
      if (this.#takes(close)) return all;
      if (!this.#takes(',')) return null;
      if (close === '}' && this.#takes(close)) return all;
    }
  }

  #item(): Raw | null {
    const c = this.#next();
    if (c !== 46 && c !== 91) return this.#value('');
    const start = this.#at;
    const kids: Raw[] = [];
    for (let next = c; next === 46 || next === 91; next = this.#next()) {
      const designator = next === 46 ? this.#fieldDesignator() : this.#index('subscript_designator', 'designator');
      if (!designator) return null;
      kids.push(designator);
    }
    if (!this.#takes('=')) return null;
    const value = this.#next() === 61 ? null : this.#value('value');
    return value && this.#node('initializer_pair', '', start, [...kids, value]);
  }

  #fieldDesignator(): Raw | null {
    const start = this.#at++;
    const field = this.#field('');
    return field && this.#node('field_designator', 'designator', start, [field]);
  }

  #field(field: string): Raw | null {
    this.#next();
    const start = this.#at;
    const name = this.#match(NAME);
    return name !== null && !NO_NAME.has(name) && this.#isWhole() && !NAMED.has(name)
      ? this.#node('field_identifier', field, start)
      : null;
  }

  /** Whether the name that was read ends here for the grammar, too. */
  #isWhole(): boolean {
    const c = this.#text.charCodeAt(this.#at);
    return c < 128 && c !== 36 && c !== 92;
  }

  #index(type: string, field: string, of: readonly Raw[] = [], from = this.#at): Raw | null {
    this.#at++;
    const index = this.#expression(0, of.length > 0 ? 'index' : '');
    return index && this.#takes(']') ? this.#node(type, field, from, [...of, index]) : null;
  }

  #value(field: string): Raw | null {
    return this.#next() === 123 ? this.list(field) : this.#expression(0, field);
  }

  /** Operators of at least a strength, and what stands between them. */
  #expression(least: number, field: string): Raw | null {
    this.#next();
    const start = this.#at;
    if (++this.#depth > MAX_DEPTH / 4) return null;
    let left = this.#operand(field);
    while (left) {
      this.#next();
      const at = this.#at;
      const operator = this.#match(OPERATOR);
      if (operator === null) break;
      const strength = STRENGTH.get(operator) ?? 0;
      if (strength <= least) {
        this.#at = at;
        break;
      }
      const sign = this.#node(operator, 'operator', at);
      const right = this.#expression(strength, 'right');
      left = right && this.#node('binary_expression', field, start, [{ ...left, field: 'left' }, sign, right]);
    }
    this.#depth--;
    if (left) this.#end = left.end;
    return left;
  }

  #operand(field: string): Raw | null {
    const c = this.#next();
    const start = this.#at;
    if (c === 34) return this.#texts(field);
    if (c === 39) return this.#match(LETTER) === null ? null : this.#node('char_literal', field, start);
    if (this.#match(NUMBER) !== null) {
      const isOpen = /[eEpP]$/.test(this.#text.slice(start, this.#at)) && /[-+]/.test(this.#text.charAt(this.#at));
      return isOpen ? null : this.#node('number_literal', field, start);
    }
    if (c === 38 || c === 45 || c === 126 || c === 33) return this.#unary(field);
    const primary = c === 40 ? this.#parenthesised(field) : this.#named(field);
    return primary && this.#postfix(primary, field);
  }

  /** A text, or several that stand side by side. */
  #texts(field: string): Raw | null {
    const start = this.#at;
    const kids: Raw[] = [];
    while (this.#next() === 34) {
      const at = this.#at;
      if (this.#match(TEXT) === null) return null;
      kids.push(this.#node('string_literal', kids.length > 0 ? '' : field, at));
    }
    const [only] = kids;
    // A name among them is a text, too.
    if (!only || /[\w$\\]/.test(this.#text.charAt(this.#at))) return null;
    return kids.length === 1 ? only : this.#node('concatenated_string', field, start);
  }

  #unary(field: string): Raw | null {
    const start = this.#at;
    const sign = this.#text.charAt(this.#at++);
    this.#end = this.#at;
    const operator = this.#node(sign, 'operator', start);
    if (this.#text.charAt(this.#at) === sign || ++this.#depth > MAX_DEPTH / 4) return null;
    const argument = this.#operand('argument');
    this.#depth--;
    return (
      argument &&
      this.#node(sign === '&' ? 'pointer_expression' : 'unary_expression', field, start, [operator, argument])
    );
  }

  #parenthesised(field: string): Raw | null {
    const type = plainType(this.#text, this.#at + 1);
    if (type) return this.#typed(type, field);
    const start = this.#at++;
    const inner = this.#expression(0, '');
    if (!inner || !this.#takes(')')) return null;
    const node = this.#node('parenthesized_expression', field, start, [inner]);
    const isPlain = inner.type === 'binary_expression' || inner.type === 'number_literal';
    this.#next();
    return !isPlain && BEHIND_CAST.test(this.#text.charAt(this.#at)) ? null : node;
  }

  /** A cast, or a compound literal. */
  #typed({ node, end }: PlainType, field: string): Raw | null {
    const start = this.#at;
    this.#at = end;
    if (++this.#depth > MAX_DEPTH / 4) return null;
    const isLiteral = this.#next() === 123;
    const value = isLiteral ? this.list('value') : this.#operand('value');
    this.#depth--;
    const type = isLiteral ? 'compound_literal_expression' : 'cast_expression';
    return value && this.#node(type, field, start, [node, value]);
  }

  #named(field: string): Raw | null {
    const start = this.#at;
    const name = this.#match(NAME);
    if (name === null || NO_NAME.has(name) || !this.#isWhole()) return null;
    const node = this.#node(NAMED.get(name) ?? 'identifier', field, start);
    const c = this.#next();
    // Behind a name there is an operator, a call or an end, but no other value.
    return c === 34 || c === 39 || c === 123 || (c >= 48 && c <= 57) || /[\w$\\]/.test(this.#text.charAt(this.#at))
      ? null
      : node;
  }

  /** Calls, elements and members of a value. */
  #postfix(primary: Raw, field: string): Raw | null {
    const { start } = primary;
    let of: Raw | null = primary;
    while (of) {
      const end: number = this.#end;
      const c = this.#next();
      if (c === 40) {
        const at = this.#at;
        const kids: readonly Raw[] | null = this.#separated('(', ')', () => this.#expression(0, ''));
        const args: Raw | null = kids && this.#node('argument_list', 'arguments', at, kids);
        of = args && this.#node('call_expression', field, start, [{ ...of, field: 'function' }, args]);
      } else if (c === 91) {
        of = this.#index('subscript_expression', field, [{ ...of, field: 'argument' }], start);
      } else if (c === 46 || (c === 45 && this.#text.charAt(this.#at + 1) === '>')) {
        of = this.#member(of, field, start);
      } else {
        this.#end = end;
        return of;
      }
    }
    return null;
  }

  #member(of: Raw, field: string, start: number): Raw | null {
    const at = this.#at;
    this.#at += this.#text.charAt(at) === '.' ? 1 : 2;
    this.#end = this.#at;
    const operator = this.#node(this.#text.slice(at, this.#at), 'operator', at);
    const name = this.#field('field');
    return name && this.#node('field_expression', field, start, [{ ...of, field: 'argument' }, operator, name]);
  }
}
