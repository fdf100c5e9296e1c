/** What a tool is: a question that agents ask, with the shape of what it takes and of what it answers. */
import type { CallToolResult, McpServer, StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { didYouMean } from '../base/nearest.ts';
import type { OpenTree } from '../cli/io.ts';
import { withNotes } from '../cli/notes.ts';
import { Shown } from '../cli/shown.ts';
import { Kept } from './kept.ts';
import type { OutputSchema } from './output-schemas.ts';
import { type Page, type Paging, restOf } from './page.ts';

/** An answer: for programs in the shape that is promised, and for people and models to read. */
export interface Reply {
  readonly structured: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Asks a question of the tree as it is now. */
export type Ask = (question: (tree: OpenTree) => Reply | Promise<Reply>) => Promise<CallToolResult>;

/** A tool that can be offered. */
export interface Tool {
  readonly name: string;
  offer(server: McpServer, ask: Ask): void;
}

interface About<Input> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: StandardSchemaWithJSON<unknown, Input>;
  readonly output: OutputSchema;
  /**
   * By what the whole of an answer is known to be the same while the tree is; null where that does not tell. All that is asked, but for
   * the part, when left out.
   */
  readonly same?: (tree: OpenTree, input: Input) => Promise<string | null>;
}

/** Nothing that a tool does changes anything, nor reaches beyond the tree. */
const ANNOTATIONS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** Makes a tool of a question: what is found out for it, once while the tree is as it is, and the part of that which is asked for. */
export function tool<Input extends Paging, Whole>(
  { name, title, description, input, output, same = asWritten }: About<Input>,
  whole: (tree: OpenTree, input: Input) => Whole | Promise<Whole>,
  part: (whole: Whole, input: Input, tree: OpenTree) => Reply,
): Tool {
  const outputSchema = promised(output);
  const about = { title, description, inputSchema: input, outputSchema, annotations: ANNOTATIONS };
  const known = new Kept<Whole>();
  const answer = async (tree: OpenTree, given: Input): Promise<Reply> => {
    const found = await known.of(tree, await same(tree, given), async () => whole(tree, given));
    return part(found, given, tree);
  };
  return {
    name,
    offer: (server, ask) => void server.registerTool(name, about, (given) => ask((tree) => answer(tree, given))),
  };
}

async function asWritten(_: OpenTree, { offset: __, limit: ___, ...question }: Paging): Promise<string> {
  return JSON.stringify(question);
}

/** Answers are made in their shape, which tests hold them to: they are not looked at again each time. */
function promised(shape: OutputSchema): StandardSchemaWithJSON {
  const jsonSchema = { input: () => shape, output: () => shape };
  return { '~standard': { version: 1, vendor: 'opscope', validate: (value) => ({ value }), jsonSchema } };
}

/** What a tool takes, and nothing else: an argument that it does not have is told, with what may be meant. */
export function takes<Shape extends z.ZodRawShape>(shape: Shape) {
  const error = (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code !== 'unrecognized_keys') return undefined;
    const all = Object.keys(shape);
    const told = issue.keys.map((key) => `no argument ${key}${didYouMean(key, all)}`);
    return `${told.join(', ')} (there are: ${all.join(', ')})`;
  };
  return z.strictObject(shape, { error });
}

/** A text is cut behind so many letters. */
const MOST_LETTERS = 40_000;

/** An answer in one part, with what it lacks told in both forms. */
export function reply<T extends object>(
  answer: T & { readonly notes?: readonly string[] },
  page: Page,
  lines: readonly (string | Shown)[],
  tree: OpenTree,
): Reply {
  const { notes: all, ...structured } = withNotes(answer, tree);
  const notes = [...new Set(all)];
  const text = `${Shown.lines([...lines, ...restOf(page), ...notes.slice(0, FEW).map((each) => `Note: ${each}`)])}`;
  return { structured: { ...structured, page, notes: some(notes) }, text: cut(text.trimEnd()) };
}

/** Notes that are told in a text, and those that are told at all. */
const FEW = 10;
const MANY = 100;

function some(notes: readonly string[]): readonly string[] {
  const left = notes.length - MANY;
  return left > 0 ? [...notes.slice(0, MANY), `and ${left} more places are left out or cut`] : notes;
}

function cut(text: string): string {
  if (text.length <= MOST_LETTERS) return text;
  const end = text.lastIndexOf('\n', MOST_LETTERS);
  return `${text.slice(0, end)}\nThe text is cut here: a smaller limit leaves less out; the structured content has all of this part.`;
}
