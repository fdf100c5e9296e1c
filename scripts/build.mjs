/**
 * Builds what ships and what the tests run; a full build takes well under a second:
 *   dist/extension.cjs   the VS Code side
 *   dist/webview/*.js    the scripts of its panels
 *   dist/opscope.cjs     the command, which is the language server too (`opscope lsp --stdio`)
 *   dist/mcp.cjs         the server for agents (`opscope mcp`)
 *   dist/sqlite.cjs, dist/node-sqlite3-wasm.wasm   the writer of SQLite files (`opscope export --format sqlite`)
 *   dist/scip.cjs        the writer of SCIP indices
 *   dist/server.cjs      the thread that answers an editor's requests
 *   dist/worker.cjs      the parsing worker
 *   dist/checker.cjs     the thread that runs the rules for the language server
 *   dist/reviewer.cjs    the thread that reviews a series of patches for the language server
 *   dist/words-worker.cjs, dist/words.wasm   the searching worker, and what reads a file's words
 *   dist/*.wasm          tree-sitter and its C grammar
 *   dist/THIRD-PARTY-NOTICES.txt   the licences of what is in these; dist/metafile.json says what is
 *   dist/sbom.cdx.json   the same for programs: a bill of materials in the form of CycloneDX
 * With `--tests`, every test/**\/*.test.ts and the programs of the test harness go to out/ as well, since Node 20 does
 * not run TypeScript; with `--host`, only the program that serves VS Code for `npm start`. With `--dev` what ships is not
 * minified and has source maps; with `--watch` it is built again whenever its source changes (words.wasm is not).
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main as compileAssembly } from 'assemblyscript/asc';
import { build, context } from 'esbuild';
import { homeOf } from './elsewhere.mjs';
import { bundled, COMPILED, INSIDE, notices, withDependencies } from './notices.mjs';
import { sbom } from './sbom.mjs';
import { wasmNotices } from './wasm-parts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dev = process.argv.includes('--dev');

/** Where what ships goes: `--dist FOLDER` names another. */
const dist = process.argv.includes('--dist') ? process.argv[process.argv.indexOf('--dist') + 1] : join(root, 'dist');

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  metafile: true,
  // web-tree-sitter's ES build reads import.meta.url, which a CommonJS bundle does not have.
  alias: {
    'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
    // SCIP's messages are CommonJS, and ask for another build of the library than what imports it.
    '@bufbuild/protobuf': join(root, 'node_modules/@bufbuild/protobuf/dist/esm'),
  },
};

/** What ships is small; what a debugger steps through has the names and lines of its source. */
const form = dev ? { sourcemap: 'linked' } : { minify: true };

const extension = {
  ...shared,
  ...form,
  entryPoints: { extension: 'client/src/extension.ts' },
  external: ['vscode'],
  outdir: dist,
  outExtension: { '.js': '.cjs' },
};

/** What runs in the panels, in the browser that VS Code is. Its page can load nothing but this: a map has to be in it. */
const webview = {
  ...shared,
  ...(dev ? { sourcemap: 'inline' } : { minify: true }),
  platform: 'browser',
  target: 'es2022',
  format: 'esm',
  entryPoints: { graph: 'client/webview/graph.ts', matrix: 'client/webview/matrix.ts' },
  outdir: join(dist, 'webview'),
};

/**
 * The server's names stay as they are written: its traces and profiles can be read, and no closure is given its name while it
 * runs, as `keepNames` would have it.
 */
const server = {
  ...shared,
  ...(dev ? form : { minifySyntax: true, minifyWhitespace: true }),
  entryPoints: {
    opscope: 'server/src/opscope.ts',
    worker: 'server/src/worker.ts',
    mcp: 'server/src/mcp.ts',
    sqlite: 'server/src/sqlite.ts',
    scip: 'server/src/scip.ts',
    server: 'server/src/server.ts',
    checker: 'server/src/checker.ts',
    reviewer: 'server/src/reviewer.ts',
    'words-worker': 'server/src/words-worker.ts',
  },
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  alias: {
    ...shared.alias,
    '@modelcontextprotocol/server/_shims': join(root, 'server/src/mcp/shims.ts'),
  },
  define: {
    OPSCOPE_VERSION: JSON.stringify(manifest.version),
    OPSCOPE_HOME: JSON.stringify(homeOf(manifest)),
  },
};

/** What is WebAssembly already, by its package. */
const WASM = {
  'web-tree-sitter': 'web-tree-sitter.wasm',
  'tree-sitter-c': 'tree-sitter-c.wasm',
  'node-sqlite3-wasm': 'dist/node-sqlite3-wasm.wasm',
};

/** An empty dist/ with the parser, its grammar, and SQLite. */
function emptyDist() {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  for (const [name, path] of Object.entries(WASM))
    copyFileSync(join(root, 'node_modules', name, path), join(dist, `${name}.wasm`));
}

/** Says `building` when a bundle is under way and `built` when none is any more: .vscode/tasks.json reads that. */
function announce() {
  let underWay = 0;
  const setup = ({ onStart, onEnd }) => {
    onStart(() => void (underWay++ === 0 && console.log('building')));
    onEnd(() => void (--underWay === 0 && console.log('built')));
  };
  return { name: 'announce', setup };
}

/** Builds what ships, and with `--watch` again whenever its source changes. */
async function buildProduct() {
  emptyDist();
  await buildWasm();
  const bundles = [extension, webview, server];
  if (!process.argv.includes('--watch')) return writeContents(await Promise.all(bundles.map((each) => build(each))));
  const plugins = [announce()];
  const contexts = await Promise.all(bundles.map((each) => context({ ...each, plugins })));
  return Promise.all(contexts.map((each) => each.watch()));
}

/** Says what the bundles and the WebAssembly files are made of, and keeps what esbuild says is in them, for tests. */
async function writeContents(bundles) {
  const outputs = Object.assign({}, ...bundles.map(({ metafile }) => metafile.outputs));
  writeFileSync(join(dist, 'metafile.json'), JSON.stringify({ outputs }));
  const folders = [...new Set([...withDependencies(root, bundled({ outputs })), ...COMPILED, ...INSIDE])];
  writeFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), `${notices(root, folders)}${wasmNotices(root)}`);
  writeFileSync(join(dist, 'sbom.cdx.json'), await sbom(root, folders));
}

/** Compiles server/wasm. The sources are AssemblyScript: types and functions of WebAssembly in TypeScript's clothes. */
async function buildWasm() {
  const options = ['-O3', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '--baseDir', root];
  const { error, stderr } = await compileAssembly(['server/wasm/words.ts', '-o', join(dist, 'words.wasm'), ...options]);
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
  'test/harness/provide.ts',
  'test/harness/vscode-host/code-shim.ts',
  'test/robust/mutants.ts',
  'test/robust/kbuild-mutants.ts',
  'test/robust/mailbox-mutants.ts',
  'test/vscode/run-api-suite.ts',
  'test/vscode/api/index.ts',
];

const tests = {
  ...shared,
  outbase: root,
  outdir: join(root, 'out'),
  outExtension: { '.js': '.cjs' },
  external: ['vscode', 'playwright-core', 'mocha', 'esbuild', 'node-sqlite3-wasm', '@vscode/test-electron'],
  define: { 'import.meta.dirname': '__dirname' },
  sourcemap: 'inline',
};

/** Tests run in plain surroundings (test/harness/surroundings.ts); those in test/vscode/ start a VS Code that does. */
async function buildTests(files) {
  const inside = (file) => file.startsWith('test/vscode/');
  await Promise.all([
    build({ ...tests, entryPoints: [...files.filter(inside), ...programs] }),
    build({
      ...tests,
      entryPoints: files.filter((file) => !inside(file)),
      inject: ['test/harness/surroundings.ts'],
    }),
  ]);
  // test-electron runs it in the place of the `code` command.
  chmodSync(join(root, 'out/test/harness/vscode-host/code-shim.cjs'), 0o755);
}

await buildProduct();
const [forTests, forHost] = ['--tests', '--host'].map((option) => process.argv.includes(option));
if (forTests || forHost) rmSync(tests.outdir, { recursive: true, force: true });
if (forTests) await buildTests(testFiles());
else if (forHost) await build({ ...tests, entryPoints: [serve] });
