/** Work-done progress of requests that take long. */
import { label } from '../../base/visible.ts';
import type { Id, Message, Response } from '../../protocol/rpc.ts';
import { fieldsOf, isId, notification } from './messages.ts';

/** The ids of the front's own requests begin so; the thread's are numbers. */
const OWN = 'opscope-progress-';

/** The progress of one request: nothing until it begins. */
export class Progress {
  readonly token: Id;
  readonly #create: ((then: () => void) => void) | null;
  readonly #send: (message: Message) => void;
  #text: string;
  #state: 'silent' | 'shown' | 'over' = 'silent';

  /** `create` asks the client for the token; null where it has given one. */
  constructor(token: Id, text: string, create: ((then: () => void) => void) | null, send: (message: Message) => void) {
    this.token = token;
    this.#text = text;
    this.#create = create;
    this.#send = send;
  }

  begin(): void {
    if (this.#create) this.#create(() => this.#show());
    else this.#show();
  }

  #show(): void {
    if (this.#state !== 'silent') return;
    this.#state = 'shown';
    this.#tell({ kind: 'begin', title: 'opscope', message: this.#text, cancellable: true });
  }

  say(text: string): void {
    if (text === this.#text) return;
    this.#text = text;
    if (this.#state === 'shown') this.#tell({ kind: 'report', message: text, cancellable: true });
  }

  end(): void {
    if (this.#state === 'shown') this.#tell({ kind: 'end' });
    this.#state = 'over';
  }

  #tell(value: {
    readonly kind: string;
    readonly title?: string;
    readonly message?: string;
    readonly cancellable?: true;
  }): void {
    const shown = value.message === undefined ? value : { ...value, message: label(value.message) };
    this.#send(notification('$/progress', { token: this.token, value: shown }));
  }
}

/** Every progress of a session. */
export class Progresses {
  readonly #send: (message: Message) => void;
  readonly #created = new Map<Id, () => void>();
  readonly #requests = new Map<Id, Id>();
  /** Whether the client can be asked for tokens, and may be: not before it said that it is initialized. */
  canCreate = false;
  #count = 0;

  constructor(send: (message: Message) => void) {
    this.#send = send;
  }

  /** The progress of a request, with the token that the client sent along, or else one of our own. */
  of(request: Id, text: string, params: unknown): Progress {
    const given = fieldsOf(params)['workDoneToken'];
    if (isId(given)) return this.#of(request, given, text, null);
    const token = `${OWN}${++this.#count}`;
    return this.#of(request, token, text, (then) => this.#create(token, then));
  }

  #of(request: Id, token: Id, text: string, create: ((then: () => void) => void) | null): Progress {
    return new Progress(token, text, create, (message) => {
      if (fieldsOf(fieldsOf('params' in message && message.params)['value'])['kind'] === 'end')
        this.#requests.delete(token);
      else this.#requests.set(token, request);
      this.#send(message);
    });
  }

  #create(token: string, then: () => void): void {
    if (!this.canCreate) return;
    this.#created.set(token, then);
    this.#send({ jsonrpc: '2.0', id: token, method: 'window/workDoneProgress/create', params: { token } });
  }

  /** Takes the answer to one of our own requests; whether it is one. */
  answered({ id, error }: Response): boolean {
    const then = id === null ? undefined : this.#created.get(id);
    if (id === null || !then) return false;
    this.#created.delete(id);
    // A client that refuses the token is shown nothing.
    if (error === undefined) then();
    return true;
  }

  /** The request whose progress has a token; null where it is none of these. */
  requestOf(token: unknown): Id | null {
    return isId(token) ? (this.#requests.get(token) ?? null) : null;
  }
}
