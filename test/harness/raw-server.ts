/** A server that is spoken to in bytes, for what no client library would send. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { StreamMessageReader } from 'vscode-languageserver/node';
import { projectRoot } from './root.ts';
import { until } from './until.ts';

/** What a server says. */
export interface Said {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface RawServer {
  readonly child: ChildProcess;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  write(bytes: string | Buffer): void;
  /** Sends a message behind its header. */
  send(message: object): void;
  /** Sends a request, and waits for its answer. */
  ask(method: string, params?: unknown): Promise<Said>;
  /** The first message that was not taken yet and that the test accepts. */
  next(accept: (said: Said) => boolean): Promise<Said>;
  /** Whether a message has come that was not taken yet and that the test accepts. */
  has(accept: (said: Said) => boolean): boolean;
  stderr(): string;
}

export function framed(message: object): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Starts a server over stdio, and initialises nothing. */
export function rawServer(t: TestContext, env: NodeJS.ProcessEnv = {}): RawServer {
  const program = join(projectRoot, 'dist/opscope.cjs');
  const child = spawn(process.execPath, [program, 'lsp', '--stdio'], { env: { ...process.env, ...env } });
  t.after(() => child.kill('SIGKILL'));
  const unread: Said[] = [];
  let stderr = '';
  let ids = 0;
  new StreamMessageReader(child.stdout).listen((message) => void unread.push(message as Said));
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  // A server that has ended is written to in vain.
  child.stdin.on('error', () => {});
  const next = async (accept: (said: Said) => boolean): Promise<Said> => {
    await until('the message comes', () => unread.some(accept));
    const [found = {}] = unread.splice(unread.findIndex(accept), 1);
    return found;
  };
  const send = (message: object): void => void child.stdin.write(framed({ jsonrpc: '2.0', ...message }));
  return {
    child,
    ended: new Promise((resolve) => child.once('close', resolve)),
    write: (bytes) => void child.stdin.write(bytes),
    send,
    ask(method, params) {
      const id = ++ids;
      send({ id, method, params });
      return next((said) => said.id === id && said.method === undefined);
    },
    next,
    has: (accept) => unread.some(accept),
    stderr: () => stderr,
  };
}
