import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { projectRoot } from '../harness/root.ts';

const schema = JSON.parse(readFileSync(join(projectRoot, 'docs/schema.json'), 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema(schema, 'opscope');

/** Fails with what docs/schema.json says of an answer that it does not describe. */
export function checkShape(kind: string, value: unknown): void {
  const validate = ajv.getSchema(`opscope#/$defs/${kind}`) ?? assert.fail(`no $defs/${kind} in docs/schema.json`);
  assert.ok(validate(value), ajv.errorsText(validate.errors));
}
