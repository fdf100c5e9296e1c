/** Requests that are about all of a tree, which may not be there yet. */
import type { CancellationToken } from 'vscode-languageserver/node';
import { Cancelled } from '../base/checkpoint.ts';
import { RequestToken, worked } from './cancellation.ts';
import { fieldsOf } from './front/messages.ts';
import type { Reading } from './reading.ts';
import type { Handler } from './route.ts';
import type { Session } from './session.ts';
import type { Tree } from './tree.ts';

/** Answers when all of the tree is there that a request is about: a count that is given is the tree's. */
export function onWholeTree<P, R>(handler: Handler<P, R>): Handler<P, R> {
  return (session, params, token) => {
    const tree = treeOf(session, params);
    if (!tree || tree.isComplete) return handler(session, params, token);
    return wholeTree(session, tree, token).then(() => worked(token, () => handler(session, params, token)));
  };
}

/** Answers at once where what is there has an answer; else when all of the tree is there. */
export function soonest<P, R>(handler: Handler<P, R>): Handler<P, R> {
  const last = onWholeTree(handler);
  return async (session, params, token) => {
    const answer = await handler(session, params, token);
    const isNone = answer === null || (Array.isArray(answer) && answer.length === 0);
    return isNone ? last(session, params, token) : answer;
  };
}

/** How often it is said how far a tree is, in ms. */
const SAY_MS = 250;

/** Waits for all of a tree, and says meanwhile how far it is. Rejects when the request is cancelled. */
export async function wholeTree({ reading }: Session, tree: Tree, token: CancellationToken): Promise<void> {
  const whole = reading.whole(tree);
  const stop = sayReading(reading, tree, token);
  try {
    await until(whole, token);
  } finally {
    stop();
  }
}

/** Says for a request how far a tree is, until what is returned is called. */
export function sayReading(reading: Reading, tree: Tree, token: CancellationToken): () => void {
  const say = (): void => {
    if (token instanceof RequestToken) token.say(reading.text(tree) || 'reading the tree');
  };
  say();
  const saying = setInterval(say, SAY_MS);
  return () => clearInterval(saying);
}

/** Says for a request that waits for a tree how far that is, and then what it does. */
export function sayUntilRead(reading: Reading, tree: Tree, token: CancellationToken, then: string): void {
  if (tree.isComplete) return;
  const stop = sayReading(reading, tree, token);
  token.onCancellationRequested(stop);
  void tree.whenComplete().then(() => {
    stop();
    if (token instanceof RequestToken) token.say(then);
  });
}

/** Waits for something. Rejects when the request is cancelled. */
export function until<T>(something: Promise<T>, token: CancellationToken): Promise<T> {
  return Promise.race([something, cancelled(token)]);
}

function cancelled(token: CancellationToken): Promise<never> {
  return new Promise((_, reject) => token.onCancellationRequested(() => reject(new Cancelled('cancelled'))));
}

/** The tree that a request is about: that of its file, the one that it names, or the workspace's. */
function treeOf({ trees, main }: Session, params: unknown): Tree | null {
  const { textDocument, item, tree } = fieldsOf(params);
  const { uri } = fieldsOf(textDocument ?? item);
  if (typeof uri === 'string') return trees.of(uri)?.tree ?? null;
  return tree === undefined ? main : trees.named(tree);
}

/** A count as it is shown: that of a tree which is still being read says so. What replaces it follows when all of it is there. */
export function soFar(tree: Tree, text: string): string {
  return tree.isComplete ? text : `${text} so far`;
}
