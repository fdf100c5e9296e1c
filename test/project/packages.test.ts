/** What `npm run package` makes: the same bytes wherever it is run, with a page that leads somewhere. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv } from 'ajv';
import { pack, projectCopy } from '../harness/project-copy.ts';
import { projectRoot } from '../harness/root.ts';
import { scratch } from '../protocol/sample.ts';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const manifest = JSON.parse(read('package.json'));

/** The packages in a folder, each with a digest of its bytes. */
const digests = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );

test('two builds, in other folders, at other times and in other surroundings, make the same bytes', (t) => {
  const [here, there, clone] = [scratch(t), scratch(t), scratch(t)];
  pack(projectRoot, here, ['--built']);
  pack(projectCopy(clone), there, [], { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', OPSCOPE_CACHE: clone });
  const made = digests(here);
  assert.deepEqual(Object.keys(made), [`opscope-${manifest.version}.tgz`, `opscope-${manifest.version}.vsix`]);
  assert.deepEqual(digests(there), made);
});

describe('the manifest', () => {
  test('says what a gallery shows, and no address that is made up', () => {
    for (const key of ['keywords', 'categories', 'galleryBanner', 'icon', 'description', 'license', 'publisher'])
      assert.ok(manifest[key], key);
    for (const key of ['repository', 'bugs', 'homepage', 'private']) assert.equal(manifest[key], undefined, key);
    assert.ok(manifest.keywords.length <= 30, 'the Marketplace takes no more');
    // The size of a PNG stands in its header.
    const icon = readFileSync(join(projectRoot, manifest.icon));
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
  });
});

describe('a page that is read elsewhere', () => {
  let elsewhere: (text: string, manifest: object) => string;
  const page =
    'See [the page](docs/cli.md), [below](#x) and [this](https://example.org).\n\n![A window](media/a.png)\n\nEnd.\n';

  before(async () => {
    const script: unknown = await import(pathToFileURL(join(projectRoot, 'scripts/elsewhere.mjs')).href);
    assert.ok(typeof script === 'object' && script && 'elsewhere' in script && typeof script.elsewhere === 'function');
    const { elsewhere: asked } = script;
    elsewhere = (text, of) => String(asked(text, of));
  });

  test('leads to the repository, at the tag of the version', () => {
    const repository = { type: 'git', url: 'git+https://git.example.org/opscope.git' };
    assert.equal(
      elsewhere(page, { version: '1.2.3', repository }),
      'See [the page](https://git.example.org/opscope/blob/v1.2.3/docs/cli.md), [below](#x) and [this](https://example.org).' +
        '\n\n![A window](https://git.example.org/opscope/raw/v1.2.3/media/a.png)\n\nEnd.\n',
    );
  });

  test('has neither links nor pictures that lead nowhere where there is none', () => {
    assert.equal(
      elsewhere(page, { version: '1.2.3' }),
      'See the page, [below](#x) and [this](https://example.org).\n\nEnd.\n',
    );
    assert.doesNotMatch(elsewhere(read('README.md'), manifest), /\]\((?!https:|#)/);
  });
});

describe('the bill of materials', () => {
  const bill = JSON.parse(read('dist/sbom.cdx.json')) as {
    readonly components: readonly {
      readonly name: string;
      readonly version: string;
      readonly hashes: readonly object[];
    }[];
  };

  test('is what the schema of CycloneDX says', () => {
    const schemas = join('node_modules/@cyclonedx/cyclonedx-library/res/schema');
    const schema = (name: string): object => JSON.parse(read(join(schemas, `${name}.SNAPSHOT.schema.json`)));
    const ajv = new Ajv({ strict: false, validateFormats: false });
    for (const name of ['spdx', 'jsf-0.82'])
      ajv.addSchema(schema(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
    const validate = ajv.compile(schema('bom-1.5'));
    assert.ok(validate(bill), ajv.errorsText(validate.errors));
    assert.equal(validate({ ...bill, bomFormat: 'x' }), false);
  });

  test('names the packages that the notices name, each with its digest', () => {
    const named = [...read('dist/THIRD-PARTY-NOTICES.txt').matchAll(/^- (\S+ \S+) \(/gm)].map(([, name]) => name);
    assert.deepEqual(bill.components.map(({ name, version }) => `${name} ${version}`).sort(), named.sort());
    for (const { name, hashes } of bill.components) assert.equal(hashes.length, 1, name);
  });
});
