/**
 * The official schema of SARIF 2.1.0 and Microsoft's validator, as @microsoft/sarif-multitool brings them for this platform.
 * npm installs the part for a platform only there, and no other: where it is missing, tests fail and say so.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { projectRoot } from '../harness/root.ts';

const folder = join(projectRoot, 'node_modules/@microsoft', `sarif-multitool-${process.platform}`);

let validate: ValidateFunction | null = null;

function compiled(): ValidateFunction {
  const path = join(folder, 'sarif-2.1.0.json');
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]*$/i);
  ajv.addFormat('uri-reference', /^(?:[^\s<>"{}|\\^`%]|%[0-9a-f]{2})*$/i);
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT/);
  ajv.addFormat('uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  try {
    return ajv.compile(JSON.parse(readFileSync(path, 'utf8')) as object);
  } catch (error) {
    throw new Error(`npm ci puts ${path} there on Linux, macOS and Windows: ${error}`);
  }
}

/** Fails with what the official schema says of a log. */
export function checkSarif(log: unknown): void {
  validate ??= compiled();
  assert.ok(
    validate(log),
    validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`).join('\n'),
  );
}

/** A remark of the validator. */
export interface Remark {
  readonly rule: string;
  readonly level: string;
  readonly about: string;
}

interface ValidatorLog {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level?: string;
      readonly message: { readonly text?: string; readonly arguments?: readonly string[] };
    }[];
  }[];
}

/** Everything that the validator has to say of a log, by the rules of the standard and by those of GitHub. */
export function remarksOn(log: unknown, scratch: string): readonly Remark[] {
  const program = join(folder, readdirSync(folder).find((name) => /^Sarif\.Multitool(?:\.exe)?$/.test(name)) ?? '');
  // npm leaves it unable to run, since install scripts are not run.
  if (process.platform !== 'win32') chmodSync(program, 0o755);
  const [input, output] = [join(scratch, 'log.sarif'), join(scratch, 'remarks.sarif')];
  writeFileSync(input, JSON.stringify(log, null, 2));
  const args = ['--level', 'Error;Warning;Note', '--rule-kind', 'Sarif;Gh', '--output', output];
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_BUNDLE_EXTRACT_BASE_DIR: scratch };
  const { error, stdout, stderr } = spawnSync(program, ['validate', input, ...args], { env, encoding: 'utf8' });
  if (error) throw error;
  assert.match(stdout, /Analysis completed successfully/, stdout + stderr);
  const { runs } = JSON.parse(readFileSync(output, 'utf8')) as ValidatorLog;
  return runs.flatMap(({ results }) =>
    results.map(({ ruleId, level, message }) => ({
      rule: ruleId,
      level: level ?? 'warning',
      about: message.text ?? message.arguments?.join(', ') ?? '',
    })),
  );
}
