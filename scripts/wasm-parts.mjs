/**
 * What the .wasm files have inside of them beside the code of the packages that they come with: libraries that their authors compiled
 * in. No package of npm has the texts, so that they are here. What Emscripten adds of LLVM's compiler-rt, in its object form, needs no
 * notice (the exception that LLVM's licence makes), nor does the allocator dlmalloc, which is in the public domain.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages by the .wasm file in dist/ that is made of them, or that they are. */
export const WASM_PACKAGES = {
  'web-tree-sitter.wasm': 'web-tree-sitter',
  'tree-sitter-c.wasm': 'tree-sitter-c',
  'node-sqlite3-wasm.wasm': 'node-sqlite3-wasm',
  'words.wasm': 'assemblyscript',
};

/** What else is in them. */
const PARTS = [
  {
    name: 'SQLite',
    licence: 'public domain',
    text: 'sqlite',
    in: ['node-sqlite3-wasm.wasm'],
  },
  {
    name: 'ICU (macros for UTF-8 and UTF-16)',
    licence: 'Unicode-DFS-2016 and ICU',
    text: 'icu',
    in: ['web-tree-sitter.wasm'],
  },
  {
    name: 'musl (the C library)',
    licence: 'MIT',
    text: 'musl',
    in: ['node-sqlite3-wasm.wasm', 'web-tree-sitter.wasm'],
  },
  {
    name: 'Emscripten (its runtime)',
    licence: 'MIT',
    text: 'emscripten',
    in: ['node-sqlite3-wasm.wasm', 'web-tree-sitter.wasm'],
  },
];

/** What a part's section begins with; those of packages have another line. */
const RULE = '-'.repeat(80);

/** The notices of what is inside of the .wasm files. */
export function wasmNotices(root) {
  const files = Object.entries(WASM_PACKAGES).map(
    ([file, name]) => `  ${file}: ${[name, ...partsOf(file)].join(', ')}`,
  );
  return [
    '',
    RULE,
    'What the WebAssembly files are made of, beside code of opscope:',
    '',
    ...files,
    ...PARTS.map((each) => section(root, each)),
    '',
  ].join('\n');
}

function partsOf(file) {
  return PARTS.filter((each) => each.in.includes(file)).map(({ name }) => name);
}

function section(root, { name, licence, text, in: files }) {
  const terms = readFileSync(join(root, 'scripts/licences', `${text}.txt`), 'utf8').trim();
  return ['', RULE, name, `Licence: ${licence}`, `In: ${files.join(', ')}`, '', terms].join('\n');
}
