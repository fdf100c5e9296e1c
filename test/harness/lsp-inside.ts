/**
 * The server inside the process of a test, for what it answers and not for how it starts and ends: from the second one on the parser
 * is loaded and the code compiled. Both of its sides are there and speak by messages; what a real process has besides is the
 * framing, and that the side of the editor is heard while the other is busy.
 */
import { MessageChannel } from 'node:worker_threads';
import {
  createMessageConnection,
  ExitNotification,
  type MessageConnection,
  PortMessageReader,
  PortMessageWriter,
  ShutdownRequest,
} from 'vscode-languageserver/node';
import { setStrict } from '../../server/src/base/contain.ts';
import { checkOver } from '../../server/src/host/checker-loop.ts';
import type { CheckerStart, CheckerThread } from '../../server/src/host/checker-thread.ts';
import { lspHost } from '../../server/src/host/lsp-host.ts';
import { Front } from '../../server/src/lsp/front/front.ts';
import { serve } from '../../server/src/lsp/server.ts';
import type { Message } from '../../server/src/protocol/rpc.ts';
import { assets, lowerer } from './loaded.ts';
import { clientOf, type ServerOptions, type Serving, type TestServer } from './lsp-client.ts';

// No bug hides behind a boundary in tests.
setStrict(true);

/** A thread that is none: it answers between the messages of this one. */
function checking(start: CheckerStart): CheckerThread {
  const { port1, port2 } = new MessageChannel();
  // What listens to a port keeps a process going.
  void checkOver(port2, start, lowerer()).then(() => port2.unref());
  return {
    send: (message) => port1.postMessage(message),
    listen(answered) {
      port1.on('message', answered);
      port1.unref();
    },
    stop: () => port1.close(),
  };
}

class InsideServer implements Serving {
  readonly connection: MessageConnection;
  readonly ended: Promise<number>;
  readonly pid = process.pid;
  #said = '';

  constructor() {
    const editor = new MessageChannel();
    const answering = new MessageChannel();
    let leave: (code: number) => void = () => {};
    this.ended = new Promise((resolve) => {
      leave = resolve;
    });
    const front = new Front({
      send: (message) => editor.port1.postMessage(asSent(message)),
      post: (message) => answering.port1.postMessage(message),
      // The test is the editor.
      follow: () => {},
      say: (line) => {
        this.#said += `${line}\n`;
      },
      leave,
    });
    editor.port1.on('message', (value: unknown) => front.receive(value));
    answering.port1.on('message', (message: Message) => front.received(message));
    serve(answering.port2, { ...lspHost(assets, '', checking), loadLowerer: lowerer });
    const reader = new PortMessageReader(editor.port2);
    this.connection = createMessageConnection(reader, new PortMessageWriter(editor.port2));
    void this.ended.then(() => {
      this.connection.dispose();
      editor.port1.close();
      // What it is still at goes on, as nothing ends it; nobody waits for it.
      for (const port of [answering.port1, answering.port2]) port.unref();
    });
  }

  stderr(): string {
    return this.#said;
  }

  async stop(): Promise<number> {
    await this.connection.sendRequest(ShutdownRequest.type);
    await this.connection.sendNotification(ExitNotification.type);
    return this.ended;
  }
}

/** A message as it is when it has been written and read: without what JSON leaves out. */
function asSent(message: Message): unknown {
  return JSON.parse(JSON.stringify(message));
}

/** Serves inside this process, and initialises it. */
export function startInside(options: ServerOptions): Promise<TestServer> {
  return clientOf(new InsideServer(), options);
}
