/**
 * Builds what ships and what the tests run; a full build takes well under a second:
 *   dist/extension.cjs   the VS Code side
 *   dist/opscope.cjs     the command, which is the language server too (`opscope lsp --stdio`)
 *   dist/server.cjs      the thread that answers an editor's requests
 *   dist/worker.cjs      the parsing worker
 *   dist/checker.cjs     the thread that runs the rules for the language server
 *   dist/words-worker.cjs, dist/words.wasm   the searching worker, and what reads a file's words
 *   dist/*.wasm          tree-sitter and its C grammar
 * With `--tests`, every test/**\/*.test.ts and the programs of the test harness go to out/ as well, since Node 20 does
 * not run TypeScript; with `--host`, only the program that serves VS Code for `npm start`.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compileAssembly } from 'assemblyscript/asc';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

const { version, repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  // web-tree-sitter's ES build reads import.meta.url, which a CommonJS bundle does not have.
  alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
};

async function buildProduct() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  await Promise.all([
    build({
      ...shared,
      entryPoints: { extension: 'client/src/extension.ts' },
      external: ['vscode'],
      outdir: dist,
      outExtension: { '.js': '.cjs' },
      minify: true,
    }),
    build({
      ...shared,
      entryPoints: {
        opscope: 'server/src/opscope.ts',
        worker: 'server/src/worker.ts',
        server: 'server/src/server.ts',
        checker: 'server/src/checker.ts',
        'words-worker': 'server/src/words-worker.ts',
      },
      outdir: dist,
      outExtension: { '.js': '.cjs' },
      define: {
        OPSCOPE_VERSION: JSON.stringify(version),
        OPSCOPE_HOME: JSON.stringify(repository.url.replace(/\.git$/, '')),
      },
      minify: true,
      keepNames: true,
    }),
  ]);
  copyFileSync(join(root, 'node_modules/web-tree-sitter/web-tree-sitter.wasm'), join(dist, 'web-tree-sitter.wasm'));
  copyFileSync(join(root, 'node_modules/tree-sitter-c/tree-sitter-c.wasm'), join(dist, 'tree-sitter-c.wasm'));
}

/** Compiles server/wasm. The sources are AssemblyScript: types and functions of WebAssembly in TypeScript's clothes. */
async function buildWasm() {
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--baseDir', root];
  const { error, stderr } = await compileAssembly(['server/wasm/words.ts', '-o', 'dist/words.wasm', ...options]);
  if (error) throw new Error(`server/wasm/words.ts: ${error.message}\n${stderr}`);
}

/** Every `*.test.ts` under test/, relative to the root. */
function testFiles(folder = 'test') {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return testFiles(path);
    return entry.name.endsWith('.test.ts') ? [path] : [];
  });
}

/** Programs of the test harness that run in processes of their own. */
const serve = 'test/harness/vscode-host/serve.ts';
const programs = [
  serve,
  'test/harness/vscode-host/code-shim.ts',
  'test/robust/mutants.ts',
  'test/vscode/run-api-suite.ts',
  'test/vscode/api/index.ts',
];

async function buildTests(entryPoints) {
  const out = join(root, 'out');
  rmSync(out, { recursive: true, force: true });
  await build({
    ...shared,
    entryPoints,
    outbase: root,
    outdir: out,
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'playwright-core', 'mocha', 'esbuild', '@vscode/test-electron'],
    define: { 'import.meta.dirname': '__dirname' },
    sourcemap: 'inline',
  });
}

await buildProduct();
await buildWasm();
if (process.argv.includes('--tests')) {
  await buildTests([...testFiles(), ...programs]);
  // test-electron runs it in the place of the `code` command.
  chmodSync(join(root, 'out/test/harness/vscode-host/code-shim.cjs'), 0o755);
} else if (process.argv.includes('--host')) {
  await buildTests([serve]);
}
