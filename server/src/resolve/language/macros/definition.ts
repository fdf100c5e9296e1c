/** What a `#define` says. */
import type { FileSymbol, SourceFile } from '../../../index/file.ts';
import { withoutComments, withoutLineComment } from '../../../syntax/skip.ts';

/** A macro's definition. */
export interface Macro {
  readonly name: string;
  /** Names of the parameters; null for a macro without a parameter list. */
  readonly params: readonly string[] | null;
  readonly variadic: boolean;
  readonly body: string;
  readonly file: SourceFile;
  readonly at: number;
}

/** Parses a `#define`. */
export function readDefine(symbol: FileSymbol): Macro {
  const raw = symbol.file.text.slice(symbol.region.start, symbol.region.end);
  const text = withoutLineComment(withoutComments(raw.replace(/\\\r?\n/g, ' ')));
  const head = /^#\s*define\s+(\w+)(\(([^)]*)\))?\s*/.exec(text);
  const names = head?.[3]?.split(',').map((each) => each.trim());
  const params = head?.[2] === undefined ? null : (names ?? []).filter((each) => each !== '');
  const last = params?.at(-1) ?? '';
  const variadic = last.endsWith('...');
  const named = variadic
    ? [...(params ?? []).slice(0, -1), last === '...' ? '__VA_ARGS__' : last.slice(0, -3).trim()]
    : params;
  return {
    name: symbol.name,
    params: named,
    variadic,
    body: text.slice(head?.[0].length ?? 0).trim(),
    file: symbol.file,
    at: symbol.region.start,
  };
}

/** Whether a macro is a statement that does nothing. */
export function isStub({ body, params }: Macro): boolean {
  return params !== null && /^(?:do\s*\{\s*\}\s*while\s*\(\s*0\s*\)|\(\(void\)\s*0\))$/.test(body);
}
