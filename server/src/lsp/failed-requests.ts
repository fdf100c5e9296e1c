/**
 * What goes back to the editor. A request that fails costs itself: it is answered by an error, and that is told besides. Editors show
 * errors, which may name what is in a tree.
 */
import { ErrorCodes, Message, PortMessageWriter, type ResponseMessage } from 'vscode-languageserver/node';
import { label } from '../base/visible.ts';

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
    if (!Message.isResponse(message) || !message.error) return super.write(message);
    const error = { ...message.error, message: label(message.error.message) };
    if (error.code === ErrorCodes.InternalError) this.#failed(error.message);
    const shown: ResponseMessage = { ...message, error };
    return super.write(shown);
  }
}
