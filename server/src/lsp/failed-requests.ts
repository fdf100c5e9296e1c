/** What goes back to the editor. A request that fails costs itself: it is answered by an error, and that is told besides. */
import { ErrorCodes, Message, PortMessageWriter } from 'vscode-languageserver/node';

type Port = ConstructorParameters<typeof PortMessageWriter>[0];

/** Writes messages to a port. */
export class Answers extends PortMessageWriter {
  readonly #failed: (why: string) => void;

  /** `failed` is told of each request that failed in a way that nobody foresaw, and why. */
  constructor(port: Port, failed: (why: string) => void) {
    super(port);
    this.#failed = failed;
  }

  override write(message: Message): Promise<void> {
    if (Message.isResponse(message) && message.error?.code === ErrorCodes.InternalError) {
      this.#failed(message.error.message);
    }
    return super.write(message);
  }
}
