/** Which handler answers which request. */
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CodeActionRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  CompletionRequest,
  type Connection,
  DefinitionRequest,
  DocumentSymbolRequest,
  ExecuteCommandRequest,
  HoverRequest,
  ImplementationRequest,
  InlayHintRequest,
  ReferencesRequest,
  TypeHierarchyPrepareRequest,
  TypeHierarchySubtypesRequest,
  TypeHierarchySupertypesRequest,
  WorkspaceSymbolRequest,
} from 'vscode-languageserver/node';
import { graphAnswer, graphSubject, reachAnswer } from './handlers/call-graphs.ts';
import { incomingCalls, outgoingCalls, preparedItems } from './handlers/call-hierarchy.ts';
import { codeActions } from './handlers/code-actions.ts';
import { runCommand } from './handlers/commands.ts';
import { comparison, NO_REVISIONS, revisions, sideText } from './handlers/comparisons.ts';
import { completions } from './handlers/completions.ts';
import { hover } from './handlers/hovers.ts';
import { inlayHints } from './handlers/inlay-hints.ts';
import { codeLenses, resolvedLens, unresolvedLens } from './handlers/lenses.ts';
import { matrices, NO_MATRICES, siblingsAt } from './handlers/matrices.ts';
import { NO_NAMES, treeNames, workspaceSymbols } from './handlers/names.ts';
import { definition, implementation, referencesTo } from './handlers/navigation.ts';
import { documentSymbols } from './handlers/outlines.ts';
import { closeReview, noReview, openReview, reviewReply, reviewText } from './handlers/reviews.ts';
import { preparedTypes, subtypes, supertypes } from './handlers/type-hierarchy.ts';
import { nothing, own, type Route, standard } from './route.ts';
import type { Session } from './session.ts';
import { onWholeTree, soonest } from './whole-tree.ts';

const ROUTES: readonly Route[] = [
  standard(ImplementationRequest.type, implementation, nothing),
  standard(DefinitionRequest.type, soonest(definition), nothing),
  standard(ReferencesRequest.type, onWholeTree(referencesTo), nothing),
  standard(WorkspaceSymbolRequest.type, workspaceSymbols, nothing),
  standard(DocumentSymbolRequest.type, documentSymbols, nothing),
  standard(HoverRequest.type, hover, nothing),
  standard(CompletionRequest.type, completions, nothing),
  standard(CodeLensRequest.type, codeLenses, nothing),
  standard(CodeLensResolveRequest.type, resolvedLens, unresolvedLens),
  standard(InlayHintRequest.type, inlayHints, nothing),
  standard(CallHierarchyPrepareRequest.type, soonest(preparedItems), nothing),
  standard(CallHierarchyIncomingCallsRequest.type, onWholeTree(incomingCalls), nothing),
  standard(CallHierarchyOutgoingCallsRequest.type, onWholeTree(outgoingCalls), nothing),
  standard(TypeHierarchyPrepareRequest.type, soonest(preparedTypes), nothing),
  standard(TypeHierarchySupertypesRequest.type, onWholeTree(supertypes), nothing),
  standard(TypeHierarchySubtypesRequest.type, onWholeTree(subtypes), nothing),
  standard(CodeActionRequest.type, codeActions, nothing),
  standard(ExecuteCommandRequest.type, runCommand, nothing),
  own('opscope/matrix', matrices, () => NO_MATRICES),
  own('opscope/siblings', onWholeTree(siblingsAt), nothing),
  own('opscope/names', onWholeTree(treeNames), () => NO_NAMES),
  own('opscope/graph', onWholeTree(graphAnswer), nothing),
  own('opscope/graphAt', soonest(graphSubject), nothing),
  own('opscope/reach', onWholeTree(reachAnswer), nothing),
  own('opscope/compare', comparison, nothing),
  own('opscope/revisions', revisions, () => NO_REVISIONS),
  own('opscope/sideText', sideText, () => ({ text: null })),
  own('opscope/review', openReview, () => noReview('the session is not open')),
  own('opscope/reviewText', reviewText, nothing),
  own('opscope/reviewReply', reviewReply, nothing),
  own('opscope/reviewClose', closeReview, nothing),
];

/** Answers every request from now on. `session` is null until the server is initialised. */
export function answerRequests(connection: Connection, session: () => Session | null): void {
  for (const route of ROUTES) route(connection, session);
}
