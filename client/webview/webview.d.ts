/** What VS Code gives to the script of a webview. */
declare function acquireVsCodeApi<Outgoing, State>(): {
  postMessage(message: Outgoing): void;
  getState(): State | undefined;
  setState(state: State): void;
};
