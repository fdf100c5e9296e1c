/** What one git may take: time, and what it says. */
import type { ChildProcess } from 'node:child_process';
import { guarded } from './guard.ts';

/** What takes as long as reading a few small files. */
const QUICK: ReadonlySet<string> = new Set(['rev-parse', 'config', 'symbolic-ref']);

/** Seconds for a quick question, and for one that looks at every file of a kernel, perhaps on a slow disk. */
const QUICK_SECONDS = 30;
const LONG_SECONDS = 300;

/** What one git may say. The difference between two releases of the kernel is a quarter of that. */
const MAX_OUTPUT = 400 * 1024 * 1024;

/** Ends a git that goes beyond what one may take. */
export class Bound {
  /** Which bound it went beyond, in words. */
  broken: string | null = null;
  readonly #child: ChildProcess;
  readonly #name: string;
  readonly #timer: NodeJS.Timeout;
  readonly #ended: () => void;
  #size = 0;

  constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#name = name;
    this.#ended = guarded(child);
    const seconds = secondsFor(name);
    this.#timer = setTimeout(() => this.#break(`did not answer within ${seconds} s`), seconds * 1000);
  }

  /** The pieces of a stream, as they come. */
  collect(stream: NodeJS.ReadableStream): readonly Buffer[] {
    const pieces: Buffer[] = [];
    stream.on('data', (piece: Buffer) => {
      this.#size += piece.length;
      if (this.#size <= MAX_OUTPUT) pieces.push(piece);
      else this.#break(`says more than ${MAX_OUTPUT / 1024 / 1024} MB`);
    });
    return pieces;
  }

  #break(why: string): void {
    this.broken ??= `git ${this.#name} ${why}`;
    this.#child.kill('SIGKILL');
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#ended();
  }
}

/** `OPSCOPE_GIT_SECONDS` shortens or stretches the bound on time. */
function secondsFor(name: string): number {
  const said = Number(process.env['OPSCOPE_GIT_SECONDS']);
  const most = said > 0 ? said : LONG_SECONDS;
  return QUICK.has(name) ? Math.min(QUICK_SECONDS, most) : most;
}
