/** Tells the kinds of messages apart, and makes the ones that the front sends itself. */
import type { Id, Message, Notification, Request, Response } from '../../protocol/rpc.ts';

/** The errors of JSON-RPC and of the Language Server Protocol that the front answers with. */
export const PARSE_ERROR = -32700;
export const INVALID_REQUEST = -32600;
export const INTERNAL_ERROR = -32603;
export const NOT_INITIALIZED = -32002;
export const REQUEST_CANCELLED = -32800;

/** How the thread that answers says what it is at. */
export const DOING = 'opscope/doing';

type Fields = Readonly<Record<string, unknown>>;

/** The members of an object; none of anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function isId(value: unknown): value is Id {
  return typeof value === 'number' || typeof value === 'string';
}

/** A message as it came, if it is one. */
export function messageOf(value: unknown): Message | null {
  const { id, method } = fieldsOf(value);
  if (typeof method === 'string') return id === undefined || isId(id) ? (value as Message) : null;
  const isAnswer = 'result' in fieldsOf(value) || 'error' in fieldsOf(value);
  return isAnswer && (id === null || isId(id)) ? (value as Message) : null;
}

export function isRequest(message: Message): message is Request {
  return 'method' in message && 'id' in message && message.id !== undefined;
}

export function isNotification(message: Message): message is Notification {
  return 'method' in message && !isRequest(message);
}

export function failure(id: Id | null, code: number, message: string): Response {
  return { jsonrpc: '2.0', id, error: { code, message } };
}

export function notification(method: string, params: unknown): Notification {
  return { jsonrpc: '2.0', method, params };
}
