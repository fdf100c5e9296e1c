/** What requests read of the session. */

import type { ProgressToken, ShowDocumentParams } from 'vscode-languageserver';
import type { ModuleStatus } from '../kbuild/status.ts';
import type { Settings } from '../protocol/requests.ts';
import type { ClientAbilities } from './client-abilities.ts';
import type { Convert } from './convert.ts';
import type { LspHost } from './host.ts';
import type { Positions } from './positions.ts';
import type { Reading } from './reading.ts';
import type { PatchDocuments } from './review/patch-documents.ts';
import type { OpenReviews } from './review/reviews.ts';
import type { Sides } from './sides.ts';
import type { Tree } from './tree.ts';
import type { Trees } from './trees.ts';

export interface Session {
  readonly host: LspHost;
  readonly positions: Positions;
  /** `ops` has names only: those that patterns match in the main tree. */
  readonly settings: Settings;
  /** The setting `ops` as it was given, patterns and `auto` included. */
  readonly wantedOps: readonly string[];
  readonly trees: Trees;
  /** The tree of the workspace; null when it is in none. */
  readonly main: Tree | null;
  /** What was compared last. */
  readonly sides: Sides;
  /** How far the trees are read. */
  readonly reading: Reading;
  /** Whether programs may be run on what the workspace says. */
  readonly isTrusted: boolean;
  /** Whether places in hovers are links. */
  readonly linksInHovers: boolean;
  /** Whether symbols are asked for again at each letter. */
  readonly asksSymbolsAgain: boolean;
  /** Whether a file of a tree can be a module, and why; null where nobody knows. */
  moduleStatus(tree: Tree, path: string): Promise<ModuleStatus | null>;
  readonly abilities: ClientAbilities;
  /** Hands over a part of an answer, by the token that came with the request. */
  partial(token: ProgressToken, part: unknown): void;
  /** The series that the client looks at. */
  readonly reviews: OpenReviews;
  /** The files of patches that are open. */
  readonly patches: PatchDocuments;
  /** The text of a document that is open; null for any other. */
  textOf(uri: string): string | null;
  /** Has the client show a document. */
  show(document: ShowDocumentParams): Promise<unknown>;
  convert(tree: Tree): Convert;
}
