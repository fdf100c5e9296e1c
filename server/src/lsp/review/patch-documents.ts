/** Files of patches that are open in an editor: each is reviewed, and gets findings and lenses on its own lines. */
import {
  type CancellationToken,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
} from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { reasonOf } from '../../base/contain.ts';
import { visible } from '../../base/visible.ts';
import { Unreadable } from '../../features/review/input.ts';
import { type MarkedPatch, markedPatches } from '../../features/review/marks.ts';
import type { Settings } from '../../protocol/requests.ts';
import { Debounced } from '../debounce.ts';
import type { Refused } from '../refused.ts';
import type { Session } from '../session.ts';
import { inputWith, isPatchFile } from './patch-file.ts';
import { type Reviewed, reviewed } from './reviews.ts';
import { diagnosticsOf, lensesOf, lensWhile } from './shown.ts';

/** How long nobody must have typed before a file is reviewed, and how long it is put off at the most, in ms. */
const QUIET_MS = 300;
const MOST_MS = 3000;

/** What is known of one open file. */
interface PatchDocument {
  readonly uri: string;
  text: string;
  /** Counts up when it has to be reviewed again. */
  stamp: number;
  /** Whether what was found is of the text, and the tree, as they are. */
  isCurrent: boolean;
  found: Found | null;
  stop: (() => void) | null;
  waiting: (() => void)[];
  readonly soon: Debounced;
}

interface Found {
  readonly text: string;
  readonly reviewed: Reviewed;
  readonly patches: readonly MarkedPatch[];
}

/** Keeps findings and lenses of every open file of patches right. */
export class PatchDocuments {
  readonly #connection: Connection;
  readonly #session: () => Session | null;
  readonly #refused: Refused;
  readonly #open = new Map<string, PatchDocument>();
  /** Reviews take the machine's time: there is one at a time. */
  #queue: Promise<void> = Promise.resolve();

  constructor(connection: Connection, session: () => Session | null, refused: Refused) {
    this.#connection = connection;
    this.#session = session;
    this.#refused = refused;
  }

  has(uri: string): boolean {
    return this.#open.has(uri);
  }

  /** The texts of documents that are none. */
  others(documents: readonly TextDocument[]): (readonly [uri: string, text: string])[] {
    return documents.flatMap((each) => (this.has(each.uri) ? [] : [[each.uri, each.getText()] as const]));
  }

  /** An editor opened a document, or changed it. Whether it is a file of patches, which nobody else need look at. */
  edited({ uri, languageId }: TextDocument, text: string): boolean {
    if (!isPatchFile(uri, languageId)) return false;
    const known = this.#open.get(uri);
    const document = known ?? this.#opened(uri, text);
    document.text = text;
    this.#again(document);
    return true;
  }

  #opened(uri: string, text: string): PatchDocument {
    const soon = new Debounced(async () => this.#enqueue(document), QUIET_MS, MOST_MS);
    const document: PatchDocument = {
      uri,
      text,
      stamp: 0,
      isCurrent: false,
      found: null,
      stop: null,
      waiting: [],
      soon,
    };
    this.#open.set(uri, document);
    return document;
  }

  /** Whether it was one. */
  closed(uri: string): boolean {
    const document = this.#open.get(uri);
    if (!document) return false;
    this.#open.delete(uri);
    document.stop?.();
    this.#answer(document);
    if (!this.#pulls) void this.#connection.sendDiagnostics({ uri, diagnostics: [] });
    return true;
  }

  /** Files of a tree, or settings, are others now. */
  changed(): void {
    for (const each of this.#open.values()) this.#again(each);
  }

  /** The lenses of a file; while it is reviewed for the first time, one that says so. */
  async lenses(uri: string, token: CancellationToken): Promise<CodeLens[]> {
    const document = this.#open.get(uri);
    const session = this.#session();
    if (!document || !session?.settings.lens.patches) return [];
    if (!document.isCurrent && !session.abilities.refreshesLenses) await this.#settled(document, token);
    if (document.found) return lensesOf(uri, document.found.reviewed, document.found.patches);
    return document.isCurrent ? [] : lensWhile();
  }

  /** What is to be said of a file, once it is known. */
  async pulled(uri: string, token: CancellationToken): Promise<Diagnostic[]> {
    const document = this.#open.get(uri);
    if (document && !document.isCurrent) await this.#settled(document, token);
    return document ? this.#diagnostics(document) : [];
  }

  /** The review of a file that is open, once it is known, or a new one; null where there is none. */
  async review(uri: string, token: CancellationToken, fresh = false): Promise<Reviewed | null> {
    const document = this.#open.get(uri);
    if (document && fresh) this.#again(document);
    if (document && !document.isCurrent) await this.#settled(document, token);
    return document?.found?.reviewed ?? null;
  }

  get #pulls(): boolean {
    return this.#session()?.abilities.pulls ?? false;
  }

  #settled(document: PatchDocument, token: CancellationToken): Promise<void> {
    return new Promise((done) => {
      document.waiting.push(done);
      token.onCancellationRequested(() => done());
    });
  }

  #again(document: PatchDocument): void {
    document.stamp++;
    document.isCurrent = false;
    document.stop?.();
    document.soon.trigger();
  }

  #enqueue(document: PatchDocument): void {
    this.#queue = this.#queue.then(() => this.#review(document));
  }

  async #review(document: PatchDocument): Promise<void> {
    const { uri, stamp } = document;
    const session = this.#session();
    if (this.#open.get(uri) !== document || !session) return;
    const found = isWanted(session.settings) ? await this.#found(session, document) : null;
    document.stop = null;
    // A later edit has its own turn.
    if (this.#open.get(uri) !== document || document.stamp !== stamp) return;
    document.found = found;
    document.isCurrent = true;
    this.#show(document);
  }

  async #found(session: Session, document: PatchDocument): Promise<Found | null> {
    const { uri, text, stamp } = document;
    const path = session.host.toPath(uri);
    const tree = session.trees.of(uri)?.tree ?? session.main;
    if (path === null || !tree) return null;
    try {
      const input = await inputWith(session.host, path, text);
      if (!input) return null;
      await session.reading.whole(tree);
      const found = await reviewed(session, tree, input, {
        doing: () => {},
        stoppedBy(stop) {
          document.stop = stop;
          // What made it old came while git was asked.
          if (document.stamp !== stamp) stop();
        },
      });
      return { text, reviewed: found, patches: markedPatches(path, text, found.answer, found.series) };
    } catch (error) {
      if (!(error instanceof Unreadable) && document.stamp === stamp && this.has(uri))
        this.#connection.console.error(`opscope: ${visible(path)} is not reviewed: ${visible(reasonOf(error))}`);
      return null;
    }
  }

  #answer({ waiting }: PatchDocument): void {
    for (const each of waiting.splice(0)) each();
  }

  #show(document: PatchDocument): void {
    const isAwaited = document.waiting.length > 0;
    this.#answer(document);
    const abilities = this.#session()?.abilities;
    const refused = this.#refused;
    if (abilities?.refreshesLenses)
      void refused.or('workspace/codeLens/refresh', this.#connection.sendRequest(CodeLensRefreshRequest.type));
    if (!this.#pulls) {
      void this.#connection.sendDiagnostics({ uri: document.uri, diagnostics: this.#diagnostics(document) });
    } else if (!isAwaited && abilities?.refreshes)
      void refused.or('workspace/diagnostic/refresh', this.#connection.languages.diagnostics.refresh());
  }

  #diagnostics({ uri, found }: PatchDocument): Diagnostic[] {
    const session = this.#session();
    if (!found || !session?.settings.check.enable || !session.settings.check.patches) return [];
    return diagnosticsOf({ uri, text: found.text, patches: found.patches }, session);
  }
}

/** Whether anything is to be shown. */
function isWanted({ lens, check }: Settings): boolean {
  return lens.patches || (check.enable && check.patches);
}
