/** VS Code as the script of a panel sees it: what it keeps for the script, and the way to the extension. */
interface Api<State> {
  postMessage(message: unknown): void;
  getState(): State | undefined;
  setState(state: State): void;
}

/** What VS Code gives to the script of a panel, once. */
declare function acquireVsCodeApi<State>(): Api<State>;

/** Talks to the extension, and remembers a state while the panel is hidden, and over a reload of the window. */
export class Host<Outgoing extends { readonly type: string }, Incoming, State extends object> {
  readonly #api = acquireVsCodeApi<State>();
  #state: Readonly<State>;

  /** `initial` is the state of a panel that has never been there. */
  constructor(initial: State) {
    this.#state = { ...initial, ...this.#api.getState() };
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Remembers a change of the state. */
  remember(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    this.#api.setState(this.#state);
  }

  post(message: Outgoing): void {
    this.#api.postMessage(message);
  }

  /** Hands on what the extension says from now on. */
  listen(take: (message: Incoming) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<Incoming>) => take(data));
  }
}
