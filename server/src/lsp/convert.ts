/** Features' plain data as protocol types. */
import {
  type CallHierarchyItem,
  type CodeLens,
  type InlayHint,
  type Location,
  type Range,
  SymbolKind,
  type TypeHierarchyItem,
  type WorkspaceSymbol,
} from 'vscode-languageserver';
import { label, visible, visibleLines } from '../base/visible.ts';
import type { Hint } from '../features/editor/hints.ts';
import type { Lens } from '../features/editor/lens.ts';
import type { OpsSymbol } from '../features/editor/symbols.ts';
import type { IoctlLens } from '../features/graph/ioctl-lens.ts';
import type { CallItem } from '../features/hierarchy/items.ts';
import type { TypeItem } from '../features/hierarchy/types.ts';
import type { Spot } from '../features/places.ts';
import type { Resolver } from '../resolve/ops/ops.ts';
import type { LspHost } from './host.ts';
import type { Positions } from './positions.ts';
import type { Tree } from './tree.ts';

/** Converts answers about one tree. */
export class Convert {
  readonly #host: LspHost;
  readonly #positions: Positions;
  readonly #tree: Tree;
  readonly #resolver: Resolver;

  constructor(host: LspHost, positions: Positions, tree: Tree, resolver: Resolver) {
    this.#host = host;
    this.#positions = positions;
    this.#tree = tree;
    this.#resolver = resolver;
  }

  uri(path: string): string {
    return this.#host.toUri(`${this.#tree.info.root}/${path}`);
  }

  location(at: Spot): Location {
    return { uri: this.uri(at.file), range: this.#positions.range(this.#resolver.snapshot.file(at.file), at) };
  }

  locations(spots: readonly Spot[]): Location[] {
    return spots.map((each) => this.location(each));
  }

  lens({ at, title, places }: Lens): CodeLens {
    const { uri, range } = this.location(at);
    return {
      range,
      command: {
        title: label(title),
        command: 'opscope.showLocations',
        arguments: [uri, range.start, this.locations(places)],
      },
    };
  }

  /** The place of an ioctl's lens; codeLens/resolve says what it says. */
  ioctlLens({ name, at }: IoctlLens): CodeLens {
    const { uri, range } = this.location(at);
    return { range, data: { uri, ioctl: name } };
  }

  callItem({ name, kind, at, detail, key }: CallItem): CallHierarchyItem {
    const { uri, range } = this.location(at);
    return {
      name: visible(name),
      kind: CALL_KINDS[kind],
      detail: visible(detail),
      uri,
      range,
      selectionRange: range,
      data: key,
    };
  }

  typeItem({ name, at, detail, key }: TypeItem): TypeHierarchyItem {
    const { uri, range } = this.location(at);
    const kind = key.k === 'struct' ? SymbolKind.Struct : SymbolKind.Object;
    return { name: label(name), kind, detail: visible(detail), uri, range, selectionRange: range, data: key };
  }

  callRanges(spots: readonly Spot[]): Range[] {
    return spots.map((each) => this.location(each).range);
  }

  hint(path: string, { line, column, label: text, tooltip }: Hint): InlayHint {
    const position = this.#positions.position(this.#resolver.snapshot.file(path), line, column);
    return { position, label: visible(text), tooltip: visibleLines(tooltip), paddingLeft: true };
  }

  symbol({ name, kind, container, at }: OpsSymbol): WorkspaceSymbol {
    return { name: label(name), kind: KINDS[kind], containerName: label(container), location: this.location(at) };
  }
}

const KINDS: Readonly<Record<OpsSymbol['kind'], SymbolKind>> = {
  hook: SymbolKind.Field,
  table: SymbolKind.Object,
  function: SymbolKind.Function,
  struct: SymbolKind.Struct,
};

const CALL_KINDS: Readonly<Record<CallItem['kind'], SymbolKind>> = {
  function: SymbolKind.Function,
  hook: SymbolKind.Field,
  ioctl: SymbolKind.Constant,
};
