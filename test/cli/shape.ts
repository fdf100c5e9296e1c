import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { projectRoot } from '../harness/root.ts';
import { SARIF_SCHEMA } from './sarif-schema.ts';

const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema.json'), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(schema, 'opscope');

/** Fails with what docs/schema.json says of an answer that it does not describe. */
export function checkShape(kind: string, value: unknown): void {
  const validate = ajv.getSchema(`opscope#/$defs/${kind}`) ?? assert.fail(`no $defs/${kind} in docs/schema.json`);
  assert.ok(validate(value), ajv.errorsText(validate.errors));
}

ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i);
ajv.addFormat('uri-reference', /^(?:[^\s<>"{}|\\^`%]|%[0-9a-f]{2})*$/i);
const validateSarif = ajv.compile(SARIF_SCHEMA);

/** Fails with what is wrong with a SARIF log. */
export function checkSarif(log: unknown): void {
  assert.ok(validateSarif(log), ajv.errorsText(validateSarif.errors));
}
