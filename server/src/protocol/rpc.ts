/** JSON-RPC as it is on the wire: what the editor's messages and the server's look like, and the errors that both know. */

/** The id of a request. */
export type Id = number | string;

export interface Request {
  readonly jsonrpc: '2.0';
  readonly id: Id;
  readonly method: string;
  readonly params?: unknown;
}

export interface Notification {
  readonly jsonrpc: '2.0';
  readonly method: string;
  readonly params?: unknown;
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
}

export interface Response {
  readonly jsonrpc: '2.0';
  /** Null where the request had none that could be read. */
  readonly id: Id | null;
  readonly result?: unknown;
  readonly error?: RpcError;
}

export type Message = Request | Notification | Response;

/** What the thread that answers says of a request that it is at. Never sent to the editor as it is. */
export interface DoingParams {
  readonly id: Id;
  /** A sentence without its full stop: `following calls from f()`. */
  readonly text: string;
}
