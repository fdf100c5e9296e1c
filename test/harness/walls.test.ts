/** The import walls of biome.json stand: each sample import, in the file named, is refused or let through. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { projectRoot } from './root.ts';

const scratch = mkdtempSync(join(tmpdir(), 'opscope-walls-'));
after(() => rmSync(scratch, { recursive: true }));
for (const name of ['biome.json', 'scripts/type-only.grit', 'scripts/no-patterns.grit'])
  cpSync(join(projectRoot, name), join(scratch, name));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
}

/** What Biome says of a file of that name with that one import. */
function lint(file: string, statement: string): string {
  write(file, `${statement}\n`);
  const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'lint', '--diagnostic-level=error', '--colors=off', file];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: scratch, encoding: 'utf8' });
  return stdout + stderr;
}

const refused: [file: string, statement: string, message: RegExp][] = [
  ['server/src/base/x.ts', "import type { M } from '../model/m.ts';", /base imports nothing/],
  ['server/src/model/x.ts', "import type { M } from '../syntax/m.ts';", /model imports only base/],
  ['server/src/syntax/x.ts', "import '../index/m.ts';", /syntax imports only/],
  ['server/src/series/x.ts', "import '../index/m.ts';", /series imports only/],
  ['server/src/series/x.ts', "import 'mailparser';", /series imports only/],
  ['server/src/index/x.ts', "import 'web-tree-sitter';", /index and kbuild import only/],
  ['server/src/kbuild/x.ts', "import '../resolve/m.ts';", /index and kbuild import only/],
  ['server/src/resolve/x.ts', "export { m } from '../features/m.ts';", /resolve imports only/],
  ['server/src/features/x.ts', "import '../lsp/m.ts';", /features import only/],
  ['server/src/features/graph/x.ts', "import '../../lsp/m.ts';", /features import only/],
  ['server/src/resolve/graph/x.ts', "import '../../rules/m.ts';", /resolve\/graph imports only/],
  ['server/src/resolve/run/x.ts', "import '../graph/m.ts';", /resolve\/run imports only/],
  ['server/src/resolve/ops/x.ts', "import type { M } from '../run/m.ts';", /resolve\/ops imports only/],
  ['server/src/resolve/uses/x.ts', "import '../ops/m.ts';", /resolve\/uses imports only/],
  ['server/src/resolve/tables/x.ts', "import '../uses/m.ts';", /resolve\/tables imports only/],
  ['server/src/resolve/language/x.ts', "import '../tables/m.ts';", /resolve\/language imports only/],
  ['server/src/resolve/language/macros/x.ts', "import '../../tables/m.ts';", /resolve\/language imports only/],
  ['server/src/host/words/x.ts', "import '../../cli/m.ts';", /host imports only/],
  ['server/src/rules/x.ts', "await import('../cli/m.ts');", /rules import only/],
  ['server/src/rules/x.ts', "import type { M } from '../features/m.ts';", /rules import only/],
  ['server/src/protocol/x.ts', "import type { M } from '../features/m.ts';", /protocol imports only/],
  ['server/src/lsp/x.ts', "import type { M } from '../host/m.ts';", /lsp is given a host/],
  ['server/src/lsp/x.ts', "import '../cli/m.ts';", /lsp is given a host/],
  ['server/src/lsp/handlers/x.ts', "import '../../cli/m.ts';", /lsp is given a host/],
  ['server/src/lsp/front/x.ts', "import type { M } from '../../host/m.ts';", /lsp is given a host/],
  ['server/src/cli/x.ts', "import 'vscode-languageserver';", /cli imports neither/],
  ['server/src/cli/x.ts', "import '../lsp/m.ts';", /cli imports neither/],
  ['server/src/cli/texts/x.ts', "import '../../lsp/m.ts';", /cli imports neither/],
  ['server/src/mcp/x.ts', "import type { M } from '../host/m.ts';", /mcp is given a host/],
  ['server/src/mcp/tools/x.ts', "import '../../lsp/m.ts';", /mcp is given a host/],
  ['server/src/mcp/x.ts', "import 'ajv';", /mcp is given a host/],
  ['server/src/cli/x.ts', "import '../mcp/m.ts';", /cli imports neither/],
  ['server/src/host/x.ts', "import '../mcp/m.ts';", /host imports only/],
  ['server/src/lsp/x.ts', "import '../mcp/m.ts';", /lsp is given a host/],
  ['server/src/host/x.ts', "import '../lsp/m.ts';", /host imports only/],
  ['server/src/host/x.ts', "import { readFileSync } from 'node:fs';", /read through host\/files/],
  ['server/src/host/words/x.ts', "import type { Dirent } from 'node:fs';", /read through host\/files/],
  ['server/src/host/files/x.ts', "import '../../cli/m.ts';", /host imports only/],
  ['server/src/host/cache-folder.ts', "import 'node:fs';", /read through host\/files/],
  ['server/src/opscope.ts', "import 'node:fs/promises';", /read through host\/files/],
  ['server/src/worker.ts', "import 'fs';", /read through host\/files/],
  ['server/src/features/x.ts', "import 'node:fs';", /Node.js builtin module/],
  ['server/src/cli/x.ts', "import 'fs';", /Node.js builtin module/],
  ['client/src/x.ts', "import type { M } from '../../server/src/model/m.ts';", /only the types of protocol/],
  ['client/src/x.ts', "import { M } from '../../server/src/protocol/m.ts';", /types only/],
  ['client/src/features/x.ts', "import { m } from '../../webview/m.ts';", /panels is built apart/],
  ['client/messages.ts', "import type { M } from './src/m.ts';", /messages.ts imports only/],
  ['client/messages.ts', "import { M } from '../server/src/protocol/m.ts';", /types only/],
  ['client/webview/x.ts', "import { window } from 'vscode';", /scripts of the panels import only/],
  [
    'client/webview/x.ts',
    "import type { M } from '../../server/src/protocol/m.ts';",
    /scripts of the panels import only/,
  ],
  ['client/webview/graph/x.ts', "import 'node:fs';", /scripts of the panels import only/],
  ['client/webview/graph/x.ts', "import { m } from '../../src/m.ts';", /scripts of the panels import only/],
  ['client/webview/graph/x.ts', "import { m } from '../matrix/m.ts';", /scripts of the panels import only/],
  [
    'server/src/resolve/graph/x.ts',
    'export const word = (name: string): RegExp => new RegExp(name);',
    /base\/patterns/,
  ],
  ['server/src/host/x.ts', "export const word = (name: string): RegExp => RegExp(name, 'g');", /base\/patterns/],
  ['client/src/x.ts', 'export const word = (name: string): RegExp => new RegExp(name);', /base\/patterns/],
];

for (const [file, statement, message] of refused) {
  test(`${file} may not: ${statement}`, () => assert.match(lint(file, statement), message));
}

const allowed: [file: string, statement: string][] = [
  ['server/src/base/patterns.ts', 'export const word = (name: string): RegExp => new RegExp(name);'],
  ['server/src/syntax/x.ts', "export { P } from 'web-tree-sitter';"],
  ['server/src/features/x.ts', "export { m } from '../resolve/m.ts';"],
  ['server/src/features/graph/x.ts', "export { m } from '../../resolve/graph/m.ts';"],
  ['server/src/resolve/graph/x.ts', "export { m } from '../run/m.ts';"],
  ['server/src/resolve/language/macros/x.ts', "export { m } from '../types.ts';"],
  ['server/src/resolve/language/macros/x.ts', "export { m } from '../../../index/m.ts';"],
  ['server/src/mcp/tools/x.ts', "export { m } from '../../cli/m.ts';"],
  ['server/src/mcp/x.ts', "export { McpServer } from '@modelcontextprotocol/server';"],
  ['server/src/host/words/x.ts', "export { m } from '../stamps.ts';"],
  ['server/src/lsp/x.ts', "export { m } from 'vscode-languageserver/node';"],
  ['server/src/lsp/handlers/x.ts', "export { m } from '../../cli/texts/m.ts';"],
  ['server/src/host/x.ts', "export { availableParallelism } from 'node:os';"],
  ['server/src/host/x.ts', "export type { LspHost } from '../lsp/host.ts';"],
  ['server/src/host/files/x.ts', "export { readFile } from 'node:fs/promises';"],
  ['server/src/opscope.ts', "export { availableParallelism } from 'node:os';"],
  ['server/src/host/git/x.ts', "export { readFile } from 'node:fs/promises';"],
  ['client/src/x.ts', "export { visible } from '../../server/src/base/visible.ts';"],
  ['client/src/features/x.ts', "export type { M } from '../../../server/src/protocol/m.ts';"],
  ['client/src/features/x.ts', "export type { M } from '../../messages.ts';"],
  ['client/messages.ts', "export type { M } from '../server/src/protocol/m.ts';"],
  ['client/webview/x.ts', "export { visible } from '../../server/src/base/visible.ts';"],
  ['client/webview/x.ts', "export { m } from './graph/m.ts';"],
  ['client/webview/graph/x.ts', "export type { M } from '../../messages.ts';"],
  ['client/webview/graph/x.ts', "export { m } from '../elements.ts';"],
];

for (const [file, statement] of allowed) {
  test(`${file} may: ${statement}`, () =>
    assert.match(lint(file, statement), /^Checked 1 file .*No fixes applied.\n$/));
}

test('no cycles', () => {
  write('server/src/index/a.ts', "export { b } from './b.ts';\n");
  assert.match(lint('server/src/index/b.ts', "export { a } from './a.ts';"), /part of a cycle/);
});
