/**
 * The side of the language server that faces the editor, on the process's main thread. Everything that can take long is done
 * by another thread, so that this one always hears: that a request is cancelled, that the editor is gone, that the other
 * thread has died. It keeps the order of the protocol, and answers what needs no kernel.
 */
import type { Message, Notification, Request, Response } from '../../protocol/rpc.ts';
import { Lifecycle } from './lifecycle.ts';
import {
  DOING,
  failure,
  fieldsOf,
  INTERNAL_ERROR,
  INVALID_REQUEST,
  isId,
  isNotification,
  isRequest,
  messageOf,
  notification,
  PARSE_ERROR,
  REQUEST_CANCELLED,
} from './messages.ts';
import { Pending } from './pending.ts';
import { Progresses } from './progress.ts';

/** What the front is given. */
export interface Outside {
  /** To the editor. */
  send(message: Message): void;
  /** To the thread that answers. */
  post(message: Message): void;
  /** Looks after a process: when it ends, the editor is gone. */
  follow(processId: number): void;
  /** Says something beside the protocol. */
  say(line: string): void;
  /** Ends the process. */
  leave(code: number): void;
}

/** What the process ends with when the thread that answers has died. */
const DIED = 70;

export class Front {
  readonly #outside: Outside;
  readonly #lifecycle = new Lifecycle();
  readonly #progresses: Progresses;
  readonly #pending: Pending;
  #initialize: Request | null = null;

  /** `silentMs` is how long a request may take before it says what it does. */
  constructor(outside: Outside, silentMs?: number) {
    this.#outside = outside;
    this.#progresses = new Progresses((message) => outside.send(message));
    this.#pending = new Pending(this.#progresses, silentMs);
  }

  /** Something came from the editor. */
  receive(value: unknown): void {
    const message = messageOf(value);
    if (!message) this.#refuse(value);
    else if (isRequest(message)) this.#request(message);
    else if (isNotification(message)) this.#notified(message);
    else if (!this.#progresses.answered(message)) this.#outside.post(message);
  }

  /** What is no message, and so is a batch of them. */
  #refuse(value: unknown): void {
    const { id } = fieldsOf(value);
    this.#outside.send(failure(isId(id) ? id : null, INVALID_REQUEST, 'this is no message of JSON-RPC 2.0'));
  }

  #request(request: Request): void {
    const refused = this.#pending.has(request.id)
      ? failure(request.id, INVALID_REQUEST, 'a request with this id waits for its answer')
      : this.#lifecycle.refuse(request);
    if (refused) {
      this.#outside.send(refused);
      return;
    }
    const handedOn = request.method === 'initialize' ? this.#begin(request) : request;
    const $cancellationData = this.#pending.add(request);
    this.#outside.post({ ...handedOn, $cancellationData } as Request);
  }

  /** Looks after the editor's process, in the place of the library, which takes one of another machine for dead. */
  #begin(request: Request): Request {
    this.#initialize = request;
    const { processId } = fieldsOf(request.params);
    if (typeof processId !== 'number') return request;
    this.#outside.follow(processId);
    return { ...request, params: { ...fieldsOf(request.params), processId: null } };
  }

  #notified(message: Notification): void {
    const { method, params } = message;
    if (method === 'exit') this.#outside.leave(this.#lifecycle.exitCode);
    else if (!this.#lifecycle.isServing) return;
    else if (method === '$/cancelRequest') this.#cancel(fieldsOf(params)['id'], message);
    else if (
      method === 'window/workDoneProgress/cancel' &&
      this.#progresses.requestOf(fieldsOf(params)['token']) !== null
    )
      this.#cancel(this.#progresses.requestOf(fieldsOf(params)['token']), message);
    else {
      if (method === 'initialized') this.#progresses.canCreate = this.#showsProgress();
      this.#outside.post(message);
    }
  }

  #showsProgress(): boolean {
    const { capabilities } = fieldsOf(this.#initialize?.params);
    return fieldsOf(fieldsOf(capabilities)['window'])['workDoneProgress'] === true;
  }

  /** Answers at once: what the thread still says of the request is not passed on. */
  #cancel(id: unknown, message: Notification): void {
    if (!isId(id) || !this.#pending.cancel(id)) return;
    this.#outside.send(failure(id, REQUEST_CANCELLED, 'cancelled'));
    this.#outside.post({ ...message, method: '$/cancelRequest', params: { id } });
  }

  /** Something came from the thread that answers. */
  received(message: Message): void {
    if (isRequest(message)) this.#outside.send(message);
    else if (isNotification(message)) this.#said(message);
    else this.#answered(message);
  }

  #said(message: Notification): void {
    const { id, text } = fieldsOf(message.method === DOING ? message.params : null);
    if (message.method !== DOING) this.#outside.send(message);
    else if (isId(id) && typeof text === 'string') this.#pending.say(id, text);
  }

  #answered(response: Response): void {
    if (response.id !== null && !this.#pending.end(response.id)) return;
    if (response.id === this.#initialize?.id && response.error) this.#lifecycle.startOver();
    this.#outside.send(response);
  }

  /** The thread that answers has died: whoever waits is told, and whoever started this starts another. */
  died(why: string): void {
    const reason = `the thread that answers has ended: ${why}`;
    for (const id of this.#pending.ids()) {
      this.#pending.end(id);
      this.#outside.send(failure(id, INTERNAL_ERROR, reason));
    }
    this.#outside.send(notification('window/logMessage', { type: 1, message: `opscope: ${reason}` }));
    this.#outside.say(`opscope: ${reason}`);
    this.#outside.leave(DIED);
  }

  /** What came from the editor is no JSON; what follows it may be. */
  garbled(why: string): void {
    this.#outside.send(failure(null, PARSE_ERROR, why));
  }

  /** What came from the editor cannot be cut into messages, and neither can what follows. */
  broken(why: string): void {
    this.garbled(why);
    this.#outside.say(`opscope: ${why}`);
    this.#outside.leave(1);
  }

  /** The editor is gone. */
  gone(): void {
    this.#outside.leave(this.#lifecycle.exitCode);
  }
}
