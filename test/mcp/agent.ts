/** An agent: the SDK's own client, on the standard input and output of `opscope mcp` as it ships. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { command } from '../harness/command.ts';

const cache = mkdtempSync(join(tmpdir(), 'opscope-mcp-'));
after(() => rmSync(cache, { recursive: true, force: true }));

/** What a tool answered. */
export interface Answer {
  readonly text: string;
  readonly isError: boolean;
  readonly structured: Readonly<Record<string, unknown>>;
}

/** A server and its client. */
export class Agent {
  readonly client: Client;

  private constructor(client: Client) {
    this.client = client;
  }

  /** Starts a server for a tree; whoever asks for it closes the client. */
  static async on(root: string, more: readonly string[] = []): Promise<Agent> {
    const env = { PATH: process.env['PATH'] ?? '', OPSCOPE_CACHE: cache, OPSCOPE_STRICT: '1' };
    const args = [command, 'mcp', '--tree', root, ...more];
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env }));
    return new Agent(client);
  }

  /** Calls a tool. The client holds what is answered to the shape that the server promises. */
  async call(name: string, given: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const { content, isError = false, structuredContent } = await this.client.callTool({ name, arguments: given });
    const [block] = content;
    assert.equal(block?.type, 'text');
    const structured = isRecord(structuredContent) ? structuredContent : {};
    return { text: block.text, isError, structured };
  }

  /** The answer of a tool that must have one. */
  async ask(name: string, given: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const answer = await this.call(name, given);
    assert.ok(!answer.isError, answer.text);
    return answer;
  }

  /** Why a tool has no answer. */
  async refusal(name: string, given: Readonly<Record<string, unknown>>): Promise<string> {
    const { isError, text } = await this.call(name, given);
    assert.ok(isError, text);
    return text;
  }
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of an answer in one of its lists. */
export function rowsIn({ structured }: Answer, list = 'rows'): readonly Readonly<Record<string, unknown>>[] {
  const rows = structured[list];
  assert.ok(Array.isArray(rows) && rows.every(isRecord), `${list} is a list of objects`);
  return rows;
}
