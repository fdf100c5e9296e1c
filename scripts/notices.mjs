/**
 * The notices of what ships beside opscope's own code: the packages that esbuild put into the bundles, and those that the WebAssembly
 * files are made of. A package whose licence is not one of those below, or that comes without its text, stops the build.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WASM_PACKAGES } from './wasm-parts.mjs';

/** Licences that ask for no more than their text and the names of the authors. */
export const ALLOWED = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'BlueOak-1.0.0'];

/** What is compiled into the .wasm files, or is one. */
export const COMPILED = Object.values(WASM_PACKAGES).map((name) => `node_modules/${name}`);

/** What a package has inside of its own files without saying so: the SDK of the Model Context Protocol. */
export const INSIDE = ['node_modules/content-type'];

/**
 * Packages that name their licences and come without the texts: where these are. Protobuf-ES is under the Apache licence, as are the
 * messages of SCIP; a part of it is Google's, under the terms that its file begins with.
 */
const TEXTS = {
  '@bufbuild/protobuf': ['node_modules/@c4312/scip/LICENSE', 'node_modules/@bufbuild/protobuf/dist/esm/wire/varint.js'],
};

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

/** Why a licence, by its SPDX expression, cannot be shipped; null when it can. Of several to choose from, one is enough. */
export function problemOf(licence) {
  const choices = String(licence ?? '')
    .replace(/^\(|\)$/g, '')
    .split(' OR ');
  const isAllowed = (choice) => choice.split(' AND ').every((each) => ALLOWED.includes(each));
  return choices.some(isAllowed) ? null : `licence ${licence} is none of ${ALLOWED.join(', ')}`;
}

/** The notices for the packages in some folders, each once. */
export function notices(root, folders) {
  const all = [...new Set(folders)].map((folder) => packageIn(root, folder));
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

function packageIn(root, folder) {
  const { name, version, license } = packageFacts(root, folder);
  const problem = problemOf(license);
  if (problem !== null) throw new Error(`${name} ${version}: ${problem}`);
  const files = readdirSync(join(root, folder))
    .filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file))
    .sort();
  const own = files.some((file) => /^(?:licen|copying)/i.test(file))
    ? files.map((file) => join(folder, file))
    : TEXTS[name];
  if (!own) throw new Error(`${name} ${version} has no licence text`);
  return { name, version, licence: license, texts: own.map((path) => licenceText(join(root, path))) };
}

/** A licence, or the terms at the beginning of a file of code. */
function licenceText(path) {
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();
  if (!path.endsWith('.js')) return text;
  const [head = ''] = /^(?:\/\/.*\n)+/.exec(text) ?? [];
  if (!/redistribution/i.test(head)) throw new Error(`${path} begins with no terms`);
  return head.replace(/^\/\/ ?/gm, '').trim();
}
