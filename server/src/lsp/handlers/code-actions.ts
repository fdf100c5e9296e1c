/** Code actions, and the command that shows a place. */

import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
  type Connection,
  type Diagnostic,
  type Location,
  type Range,
  type SnippetTextEdit,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { pattern } from '../../base/patterns.ts';
import { visible } from '../../base/visible.ts';
import { targetAt } from '../../features/cursor/target-at.ts';
import { siblings } from '../../features/editor/siblings.ts';
import { type Action, type Edit, suppressActions } from '../../features/findings/actions.ts';
import { addHook, unsetHooks } from '../../features/findings/stub.ts';
import type { SourceFile } from '../../index/file.ts';
import type { Sibling } from '../../model/answers.ts';
import type { OpsIndex, Resolver } from '../../resolve/ops/ops.ts';
import type { OpsTable } from '../../resolve/tables/tables.ts';
import type { Convert } from '../convert.ts';
import { cancellable } from '../route.ts';
import type { Session } from '../session.ts';
import { keyOf, SOURCE } from '../to-diagnostic.ts';

/** The kind of actions that change nothing and go to another memory type. */
export const GO_TO = 'opscope.goTo';

/** Shows a document: its URI, and the range to select or null. For clients that show documents when asked. */
const SHOW = 'opscope.show';

/** The commands that the server runs. */
export const COMMANDS: readonly string[] = [SHOW];

/** Rules whose findings a hook that is added can settle. */
const ABOUT_HOOKS: readonly string[] = ['capability-without-hook', 'hook-pair', 'hook-unguarded'];

/** Registers the requests. `session` is null until the server is initialised. */
export function answerActions(connection: Connection, session: () => Session | null): void {
  connection.onCodeAction(cancellable((params: CodeActionParams) => actionsAt(session(), params)));
  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    const [uri, range] = (args ?? []) as [string?, (Range | null)?];
    if (command !== SHOW || typeof uri !== 'string') return;
    const isPage = /^https?:/.test(uri);
    await connection.window.showDocument({
      uri,
      external: isPage,
      takeFocus: true,
      ...(range ? { selection: range } : {}),
    });
  });
}

/** What a request is answered from. */
interface Asked {
  readonly session: Session;
  readonly resolver: Resolver;
  readonly convert: Convert;
  readonly file: SourceFile;
  readonly params: CodeActionParams;
}

function actionsAt(session: Session | null, params: CodeActionParams): CodeAction[] | null {
  const found = session?.trees.of(params.textDocument.uri);
  const resolver = found?.tree.resolver();
  const file = found && resolver?.snapshot.file(found.path);
  if (!session || !resolver || !file) return null;
  const asked = { session, resolver, file, params, convert: session.convert(found.tree) };
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
  for (const each of own) if (ABOUT_HOOKS.includes(`${each.code}`)) yield* addedHooks(asked, each);
  for (const each of own) {
    const at = asked.session.positions.offset(asked.file, each.range.start);
    for (const action of suppressActions(asked.file, keyOf(each), at)) yield quickFix(asked, action, each);
  }
  if (!asked.session.abilities.showsDocuments) return;
  for (const rule of new Set(own.map(({ code }) => `${code}`))) {
    const page = asked.session.host.rulePage(rule);
    const diagnostics = own.filter(({ code }) => code === rule);
    const title = visible(`Open the page of ${rule}`);
    if (page) {
      yield {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: { title, command: SHOW, arguments: [page, null] },
      };
    }
  }
}

/** Stubs for the hooks that a diagnostic names: in the table that it stands in, else in every table. */
function* addedHooks(asked: Asked, diagnostic: Diagnostic): Iterable<CodeAction> {
  const { resolver, session, file } = asked;
  const at = session.positions.offset(file, diagnostic.range.start);
  for (const name of session.settings.ops) {
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
  const at = session.positions.offset(file, params.range.start);
  for (const name of session.settings.ops) {
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
function* goToActions({ resolver, session, file, params, convert }: Asked): Iterable<CodeAction> {
  const at = session.positions.offset(file, params.range.start);
  const target = targetAt(resolver, session.settings, file, at);
  const found = target && siblings(target, (path) => convert.uri(path));
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

/** Edits in the form that the client understands: with placeholders where it can have them. */
function workspaceEdit({ session, convert }: Asked, { edits }: Action): WorkspaceEdit {
  const rangeOf = ({ file, at, end }: Edit): Range => {
    const position = (offset: number) => {
      const { line, column } = file.point(offset);
      return session.positions.position(file, line, column);
    };
    return { start: position(at), end: position(end) };
  };
  const byUri = new Map<string, Edit[]>();
  for (const edit of edits) {
    const uri = convert.uri(edit.file.path);
    byUri.set(uri, [...(byUri.get(uri) ?? []), edit]);
  }
  if (session.abilities.snippets && edits.some(({ placeholder }) => placeholder !== null)) {
    return {
      documentChanges: [...byUri].map(
        ([uri, all]): TextDocumentEdit => ({
          textDocument: { uri, version: null },
          edits: all.map((edit): TextEdit | SnippetTextEdit => {
            const value = snippet(edit);
            return value === null
              ? { range: rangeOf(edit), newText: edit.text }
              : { range: rangeOf(edit), snippet: { kind: 'snippet', value } };
          }),
        }),
      ),
    };
  }
  const changes = [...byUri].map(([uri, all]) => [
    uri,
    all.map((edit) => ({ range: rangeOf(edit), newText: edit.text })),
  ]);
  return { changes: Object.fromEntries(changes) as Record<string, TextEdit[]> };
}

/** An edit's text as a snippet; null where there is nothing to type over. */
function snippet({ text, placeholder }: Edit): string | null {
  if (placeholder === null) return null;
  const at = text.lastIndexOf(placeholder);
  const escaped = (part: string): string => part.replace(/[\\$}]/g, '\\$&');
  return `${escaped(text.slice(0, at))}\${1:${escaped(placeholder)}}${escaped(text.slice(at + placeholder.length))}`;
}
