/** The ways in which an editor speaks with the server: its standard input and output, or Node's channel between processes. */
import type { Message } from '../../protocol/rpc.ts';
import { Framing } from './framing.ts';

/** Who is told of what comes. */
export interface Listener {
  receive(value: unknown): void;
  /** One message was not to be understood. */
  garbled(why: string): void;
  /** Nothing that comes will be. */
  broken(why: string): void;
  /** Nothing comes any more. */
  gone(): void;
}

/** One editor's end. */
export interface Channel {
  listen(listener: Listener): void;
  send(message: Message): void;
}

/** Messages over standard input and output. */
export function stdioChannel(): Channel {
  const { stdin, stdout } = process;
  return {
    listen(listener) {
      const framing = new Framing();
      stdin.on('data', (chunk: Buffer) => {
        try {
          for (const body of framing.take(chunk)) read(body, listener);
        } catch (error) {
          stdin.removeAllListeners('data');
          listener.broken(
            `the editor's messages cannot be told apart: ${String(error instanceof Error ? error.message : error)}`,
          );
        }
      });
      for (const event of ['end', 'close', 'error']) stdin.once(event, () => listener.gone());
      stdout.once('error', () => listener.gone());
    },
    send(message) {
      const body = Buffer.from(JSON.stringify(message));
      stdout.write(`Content-Length: ${body.length}\r\n\r\n`);
      stdout.write(body);
    },
  };
}

function read(body: Buffer, listener: Listener): void {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch (error) {
    listener.garbled(`a message is no JSON: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  listener.receive(value);
}

/** Messages over the channel that Node makes for a process that it forks. */
export function ipcChannel(): Channel {
  return {
    listen(listener) {
      process.on('message', (value: unknown) => listener.receive(value));
      process.once('disconnect', () => listener.gone());
    },
    send(message) {
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
  };
}
