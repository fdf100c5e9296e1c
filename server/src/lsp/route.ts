/** How a request gets to its handler: with the session as it is, when whatever arrived meanwhile has gone first. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type RequestType,
  ResponseError,
} from 'vscode-languageserver/node';
import { Cancelled } from '../base/checkpoint.ts';
import type { Requests } from '../protocol/requests.ts';
import { worked } from './cancellation.ts';
import { fieldsOf } from './front/messages.ts';
import type { Session } from './session.ts';

/** Answers one kind of request. */
export type Handler<P, R> = (session: Session, params: P, token: CancellationToken) => R | Promise<R>;

/** Has one kind of request answered. */
export type Route = (connection: Connection, session: () => Session | null) => void;

/** The answer to most requests before the session is open. */
export const nothing = (): null => null;

/** A request of the protocol; `before` answers it until the session is open. */
export function standard<P, R>(
  type: RequestType<P, R, void>,
  handler: Handler<NoInfer<P>, NoInfer<R>>,
  before: (params: NoInfer<P>) => NoInfer<R>,
): Route {
  return (connection, session) => {
    connection.onRequest<P, unknown, void>(type, (params, token) =>
      cancellable(token, () => answerOf(session(), params, token, handler, before)),
    );
  };
}

/** A request of our own. Without params it is one with none of the members; so is Lua's empty table, which is sent as a list. */
export function own<M extends keyof Requests>(
  method: M,
  handler: Handler<Requests[M]['params'], Requests[M]['result']>,
  before: (params: Requests[M]['params']) => Requests[M]['result'],
): Route {
  return (connection, session) => {
    connection.onRequest<unknown, void>(method, (...given: readonly unknown[]) => {
      // The library hands over params where there are any, and the token in any case.
      const token = given.at(-1) as CancellationToken;
      const params = (given.length > 1 && given[0] !== null ? given[0] : {}) as Requests[M]['params'];
      return cancellable(token, () => answerOf(session(), params, token, handler, before));
    });
  };
}

async function answerOf<P, R>(
  session: Session | null,
  params: P,
  token: CancellationToken,
  handler: Handler<P, R>,
  before: (params: P) => R,
): Promise<R> {
  if (!session) return before(params);
  const end = session.trees.begin();
  try {
    // A file of a tree that nobody has asked about opens it.
    const { uri } = fieldsOf(fieldsOf(params)['textDocument']);
    if (typeof uri === 'string') session.trees.of(uri);
    await session.reading.settled();
    return await worked(token, () => handler(session, params, token));
  } finally {
    session.reading.answered();
    end();
  }
}

/** Lets what has arrived meanwhile, such as a cancellation or an edit, go first. */
async function cancellable<R>(
  token: CancellationToken,
  answer: () => R | Promise<R>,
): Promise<R | ResponseError<void>> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  if (token.isCancellationRequested) return cancelled();
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Cancelled) return cancelled();
    throw error;
  }
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}
