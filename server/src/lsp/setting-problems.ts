/** Says what is wrong with the settings. */
import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver/node';
import { label } from '../base/visible.ts';
import type { SettingProblem } from '../protocol/requests.ts';

export class SettingProblems {
  readonly #connection: Connection;
  #reported = '[]';
  readonly #said = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** To a client that shows problems beside the settings: all that there are now, when they are others than before. */
  show(problems: readonly SettingProblem[]): void {
    const text = JSON.stringify(problems);
    if (text === this.#reported) return;
    void this.#connection.sendNotification('opscope/settings', { problems });
    this.#reported = text;
  }

  /** To any other client: each once, as a message. */
  say(problems: readonly SettingProblem[]): void {
    for (const { message } of problems) {
      if (this.#said.has(message)) continue;
      this.#said.add(message);
      // A notification: the library's own showWarningMessage is a request, which some editors put as a question.
      void this.#connection.sendNotification(ShowMessageNotification.type, {
        type: MessageType.Warning,
        message: label(message),
      });
    }
  }
}
