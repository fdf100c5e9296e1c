/** What the server is at while a request takes long, until the thread that answers it says so more exactly. */
import { fieldsOf } from './messages.ts';

const SENTENCES: Readonly<Record<string, string>> = {
  initialize: 'reading the tree',
  'textDocument/hover': 'looking up what is under the cursor',
  'textDocument/completion': 'looking for hooks that are unset',
  'textDocument/definition': 'looking for definitions',
  'textDocument/implementation': 'looking for implementations',
  'textDocument/references': 'looking for references',
  'textDocument/codeLens': 'looking for hooks, tables and ioctls',
  'codeLens/resolve': 'following an ioctl',
  'textDocument/inlayHint': 'looking for dispatch sites',
  'textDocument/codeAction': 'looking for actions',
  'textDocument/diagnostic': 'checking',
  'textDocument/prepareCallHierarchy': 'looking for what can be called',
  'callHierarchy/incomingCalls': 'looking for callers',
  'callHierarchy/outgoingCalls': 'following calls',
  'textDocument/prepareTypeHierarchy': 'looking for structs and tables',
  'typeHierarchy/supertypes': 'looking for the struct of a table',
  'typeHierarchy/subtypes': 'looking for the tables of a struct',
  'textDocument/documentSymbol': 'looking for tables and slots',
  'workspace/symbol': 'looking for symbols',
  'workspace/executeCommand': 'carrying out a command',
  'opscope/matrix': 'reading tables',
  'opscope/siblings': 'looking for implementations',
  'opscope/names': 'looking for names',
  'opscope/graph': 'following calls',
  'opscope/graphAt': 'looking up what is under the cursor',
  'opscope/reach': 'following ioctls',
  'opscope/compare': 'comparing',
  'opscope/revisions': 'asking git for revisions',
  'opscope/sideText': 'reading a file of another side',
  'opscope/review': 'reviewing a series',
  'opscope/reviewText': 'reading a file of a review',
  'opscope/reviewReply': 'writing a reply',
  'opscope/reviewClose': 'closing a review',
};

/** What a request is about, in words, with the name of its file. */
export function sentenceOf(method: string, params: unknown): string {
  const what = SENTENCES[method] ?? `answering ${method}`;
  const { uri } = fieldsOf(fieldsOf(params)['textDocument']);
  const name = typeof uri === 'string' ? uri.slice(uri.lastIndexOf('/') + 1) : '';
  return name === '' ? what : `${what} in ${name}`;
}
