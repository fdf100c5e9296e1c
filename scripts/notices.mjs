/**
 * The notices of what ships beside opscope's own code: the packages that esbuild put into the bundles, and those that the WebAssembly
 * files are made of. A package whose licence is not one of those below, or that comes without its text, stops the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Licences that ask for no more than their text and the names of the authors. */
export const ALLOWED = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];

/** What is compiled into the .wasm files, or is one: AssemblyScript's library, the parser's runtime, the grammar of C, and SQLite. */
export const COMPILED = ['assemblyscript', 'web-tree-sitter', 'tree-sitter-c', 'node-sqlite3-wasm'].map(
  (name) => `node_modules/${name}`,
);

/** What a package has inside of its own files without saying so: the SDK of the Model Context Protocol. */
export const INSIDE = ['node_modules/content-type'];

const PACKAGE = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folders of the packages of which something is in the outputs of a build, from the root. */
export function bundled({ outputs }) {
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? (PACKAGE.exec(path) ?? []) : []));
  return [...new Set(folders)];
}

/** The folders, and those of what their packages need: a package may have been bundled before, with others inside. */
export function withDependencies(root, folders) {
  const found = new Set(folders);
  for (const folder of found) {
    const { dependencies = {} } = packageFacts(root, folder);
    for (const name of Object.keys(dependencies)) found.add(installed(root, folder, name));
  }
  return [...found];
}

/** Where a package finds another, as Node looks for it. */
function installed(root, from, name) {
  for (let folder = from; folder !== '.'; folder = dirname(folder)) {
    const path = join(folder, 'node_modules', name);
    if (existsSync(join(root, path, 'package.json'))) return path;
  }
  return join('node_modules', name);
}

/** Why a licence, by its SPDX expression, cannot be shipped; null when it can. Of several, one is enough. */
export function problemOf(licence) {
  const choices = String(licence ?? '')
    .replace(/^\(|\)$/g, '')
    .split(' OR ');
  return choices.some((each) => ALLOWED.includes(each)) ? null : `licence ${licence} is none of ${ALLOWED.join(', ')}`;
}

/** The notices for the packages in some folders, each once. */
export function notices(root, folders) {
  const all = [...new Set(folders)].map((folder) => packageIn(join(root, folder)));
  const byName = new Map(all.map((each) => [`${each.name} ${each.version}`, each]));
  const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [
    'opscope contains these packages, under the licences that follow.\n',
    ...sorted.map(({ name, version, licence }) => `- ${name} ${version} (${licence})`),
    ...sorted.map(section),
  ].join('\n');
}

function section({ name, version, licence, texts }) {
  return ['', '='.repeat(80), `${name} ${version}`, `Licence: ${licence}`, '', ...texts, ''].join('\n');
}

/** What the package.json of a package in a folder says, from the root. */
export function packageFacts(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

function packageIn(folder) {
  const { name, version, license } = packageFacts(folder, '.');
  const problem = problemOf(license);
  if (problem !== null) throw new Error(`${name} ${version}: ${problem}`);
  const files = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file))
    .sort();
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim());
  if (!files.some((file) => /^(?:licen|copying)/i.test(file)))
    throw new Error(`${name} ${version} has no licence text`);
  return { name, version, licence: license, texts };
}
