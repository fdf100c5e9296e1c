/** tree-sitter and its C grammar: loaded once, used for one region at a time. */
import { Language, Parser, type Tree } from 'web-tree-sitter';

/** Where the two .wasm files come from: a path or URL for the runtime, and the bytes of the grammar. */
export interface ParserAssets {
  readonly runtime: string;
  readonly grammar: Uint8Array;
}

/** A loaded parser. */
export interface CParser {
  /** Parses; the caller deletes the tree. */
  parse(text: string): Tree;
  readonly language: Language;
}

/** Kept for all parsers of this thread: begun again, the runtime would have none of the languages that were loaded before. */
let starting: Promise<void> | null = null;

function startRuntime(path: string): Promise<void> {
  starting ??= Parser.init({ locateFile: () => path }).catch((error: unknown) => {
    starting = null;
    throw error;
  });
  return starting;
}

/** Loads tree-sitter; takes about 30 ms. Rejects when an asset cannot be read. */
export async function loadParser(assets: ParserAssets): Promise<CParser> {
  await startRuntime(assets.runtime);
  const language = await Language.load(assets.grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  return {
    language,
    parse(text: string): Tree {
      const tree = parser.parse(text);
      if (!tree) throw new Error('tree-sitter gave no tree: no language is set');
      return tree;
    },
  };
}
