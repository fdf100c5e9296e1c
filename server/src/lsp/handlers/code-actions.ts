/** What can be done about findings, and about hooks. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
  type Diagnostic,
  type Location,
} from 'vscode-languageserver';
import { pattern } from '../../base/patterns.ts';
import { visible } from '../../base/visible.ts';
import { targetAt } from '../../features/cursor/target-at.ts';
import { siblings } from '../../features/editor/siblings.ts';
import { type Action, suppressActions } from '../../features/findings/actions.ts';
import { changesFor } from '../../features/findings/changes.ts';
import { addHook, unsetHooks } from '../../features/findings/stub.ts';
import { opsNamesIn } from '../../features/ops-names.ts';
import { definedOps } from '../../features/query.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Sibling } from '../../model/answers.ts';
import type { OpsIndex } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { Session } from '../session.ts';
import { keyOf, SOURCE } from '../to-diagnostic.ts';
import { type AtFile, fileOf, offsetIn } from './at-file.ts';
import { SHOW } from './commands.ts';
import { workspaceEdit } from './workspace-edit.ts';

/** The kind of actions that change nothing and go to another memory type. */
export const GO_TO = 'opscope.goTo';

/** Rules whose findings a hook that is added can settle. */
const ABOUT_HOOKS: readonly string[] = ['capability-without-hook', 'hook-pair', 'hook-unguarded'];

/** A request, with what it is answered from. */
interface Asked extends AtFile {
  readonly params: CodeActionParams;
}

/** `textDocument/codeAction`. */
export function codeActions(session: Session, params: CodeActionParams): CodeAction[] | null {
  const at = fileOf(session, params.textDocument);
  if (!at) return null;
  const asked = { ...at, params };
  const all = [...fixes(asked), ...(isInvoked(params) ? [...hookActions(asked), ...goToActions(asked)] : [])];
  const { only } = params.context;
  return only ? all.filter(({ kind }) => only.some((each) => kind === each || kind?.startsWith(`${each}.`))) : all;
}

/** Whether a person asked: what changes nothing that is wrong should not light a bulb at every hook. */
function isInvoked({ context }: CodeActionParams): boolean {
  return context.triggerKind !== CodeActionTriggerKind.Automatic;
}

/** What settles the diagnostics of the range: a hook added, a comment, the rule's page. */
function* fixes(asked: Asked): Iterable<CodeAction> {
  const own = asked.params.context.diagnostics.filter(({ source }) => source === SOURCE);
  for (const each of own) {
    yield* changes(asked, each);
    if (ABOUT_HOOKS.includes(`${each.code}`)) yield* addedHooks(asked, each);
  }
  for (const each of own) {
    const at = offsetIn(asked, each.range.start);
    for (const action of suppressActions(asked.file, keyOf(each), at)) yield quickFix(asked, action, each);
  }
  if (asked.session.abilities.showsDocuments) yield* pageActions(asked, own);
}

/** The edits that settle a diagnostic, where what is right is known. */
function* changes(asked: Asked, diagnostic: Diagnostic): Iterable<CodeAction> {
  const { resolver, session, file } = asked;
  const found = {
    resolver,
    ops: definedOps(resolver, session.settings.ops),
    file,
    at: offsetIn(asked, diagnostic.range.start),
  };
  for (const action of changesFor(`${diagnostic.code}`, found)) yield quickFix(asked, action, diagnostic);
}

function* pageActions({ session }: Asked, own: readonly Diagnostic[]): Iterable<CodeAction> {
  for (const rule of new Set(own.map(({ code }) => `${code}`))) {
    const page = session.host.rulePage(rule);
    if (!page) continue;
    const diagnostics = own.filter(({ code }) => code === rule);
    const title = visible(`Open the page of ${rule}`);
    const command = { title, command: SHOW, arguments: [page, null] };
    yield { title, kind: CodeActionKind.QuickFix, diagnostics, command };
  }
}

/** Stubs for the hooks that a diagnostic names: in the table that it stands in, else in every table. */
function* addedHooks(asked: Asked, diagnostic: Diagnostic): Iterable<CodeAction> {
  const { resolver, session, file } = asked;
  const at = offsetIn(asked, diagnostic.range.start);
  for (const name of opsNamesIn(resolver, session, file)) {
    const ops = resolver.ops(name);
    const own = ops.tables().filter((table) => isAround(table, file, at));
    for (const table of own.length > 0 ? own : ops.tables()) {
      for (const field of unsetHooks(ops, table)) {
        const isNamed = pattern`\b${field}\b`.test(String(diagnostic.message));
        const action = isNamed ? addHook(ops, table, field) : null;
        if (action) yield quickFix(asked, action, diagnostic);
      }
    }
  }
}

/** Whether a table is written around an offset, its head included. */
function isAround(table: OpsTable, file: SourceFile, at: number): boolean {
  const start = file.regionAt(table.at)?.start ?? table.at;
  return table.file === file && start <= at && at <= table.end;
}

/** Every hook that the table at the cursor leaves unset. */
function* hookActions(asked: Asked): Iterable<CodeAction> {
  const { resolver, session, file, params } = asked;
  const at = offsetIn(asked, params.range.start);
  for (const name of opsNamesIn(resolver, session, file)) {
    const ops = resolver.ops(name);
    for (const table of ops.tables().filter((each) => isAround(each, file, at))) yield* stubs(asked, ops, table);
  }
}

function* stubs(asked: Asked, ops: OpsIndex, table: OpsTable): Iterable<CodeAction> {
  for (const field of unsetHooks(ops, table)) {
    const action = addHook(ops, table, field);
    if (action)
      yield { title: visible(action.title), kind: CodeActionKind.RefactorRewrite, edit: workspaceEdit(asked, action) };
  }
}

/** The other memory types' functions for the hook at the cursor. */
function* goToActions(asked: Asked): Iterable<CodeAction> {
  const { resolver, session, file, params, convert } = asked;
  const at = offsetIn(asked, params.range.start);
  const target = targetAt(resolver, session.settings, file, at);
  const found = target && siblings(target, file, (path) => convert.uri(path));
  for (const [i, each] of found?.implementations.entries() ?? []) {
    if (i === found?.current) continue;
    const title = visible(`Go to ${found?.field} of ${each.memoryType}: ${each.function}()`);
    yield { title, kind: GO_TO, command: goTo(session, params, title, each) };
  }
}

function goTo({ abilities }: Session, params: CodeActionParams, title: string, to: Sibling): Command {
  const start = { line: to.line - 1, character: to.column - 1 };
  const range = { start, end: start };
  if (abilities.showsDocuments) return { title, command: SHOW, arguments: [to.uri, range] };
  // What lenses do on a click, where the client knows how.
  const locations: Location[] = [{ uri: to.uri, range }];
  return {
    title,
    command: 'opscope.showLocations',
    arguments: [params.textDocument.uri, params.range.start, locations],
  };
}

function quickFix(asked: Asked, action: Action, diagnostic: Diagnostic): CodeAction {
  const edit = workspaceEdit(asked, action);
  return { title: visible(action.title), kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], edit };
}
