/** A call graph under way: nodes and edges are added until there are enough of them, the nearest to the start first. */
import type { GraphAnswer, GraphEdge, GraphNode } from '../../model/graph-answers.ts';
import type { Neighbours } from '../../resolve/graph/neighbours.ts';
import type { LaterCall } from '../../resolve/graph/queuers.ts';
import type { Reach } from '../../resolve/graph/reach.ts';
import type { Body } from '../../resolve/ops/bodies.ts';
import { WIDE } from '../../resolve/run/sites.ts';
import type { CallEvent, Summary } from '../../resolve/run/summary.ts';
import { memoryType } from '../../resolve/tables/memory-type.ts';
import { bySite, conditionOf, kept, type Placed, placeOf } from './call-sites.ts';
import { later } from './later-edges.ts';
import { merged } from './merged.ts';

/** How many nodes a graph has at most; a node of kind `more` stands for the rest. */
const MAX_NODES = 500;

const FULL = `Only the ${MAX_NODES} functions nearest to the start are shown; ask for less depth or start further on.`;

/** How many functions a hook that is filled more often than `WIDE` shows. */
const MAX_TARGETS = 24;

/** The calls that a graph is about; it shows what leads to them. */
export type Only = (event: CallEvent, from: Body) => boolean;

/** A function whose calls are still to be drawn. */
interface Waiting {
  readonly from: string;
  readonly summary: Summary;
  readonly depth: number;
  readonly kind: 'case' | null;
  readonly only: Only | null;
}

/** Draws what summaries and hops say. */
export class Drawing {
  readonly reach: Reach;
  /** What is found out about functions, for each filter. */
  readonly #leads = new Map<Only, Map<Summary, boolean>>();
  readonly #signatures = new Map<Only | null, Map<Summary, string>>();
  readonly #contexts = new Map<string, string[]>();
  readonly #nodes = new Map<string, GraphNode>();
  readonly #edges = new Map<string, GraphEdge>();
  readonly #drawn = new Map<string, number>();
  readonly #left = new Map<string, Placed & { readonly names: Set<string> }>();
  readonly #waiting: Waiting[] = [];
  #unfinished: ReadonlySet<string> = new Set();
  #queued: ((body: Body) => readonly LaterCall[]) | null = null;
  #remark: string | null = null;

  constructor(reach: Reach) {
    this.reach = reach;
  }

  get full(): boolean {
    return this.#nodes.size >= MAX_NODES;
  }

  get isEmpty(): boolean {
    return this.#nodes.size === 0;
  }

  /** Says which functions have calls that were not looked at. */
  unfinished(bodies: ReadonlySet<string>): void {
    this.#unfinished = new Set([...this.#unfinished, ...bodies]);
  }

  /** Says what the graph leaves out, in words. */
  remark(text: string): void {
    this.#remark = text;
  }

  /** Says what functions queue, so that this is drawn too. */
  follows(queued: (body: Body) => readonly LaterCall[]): void {
    this.#queued = queued;
  }

  /** The graph. Where a part of what belongs to a node was left out for want of room, a node says how much it is. */
  graph(): Pick<GraphAnswer, 'nodes' | 'edges' | 'note'> {
    const edges = [...this.#edges.values()];
    const starts = new Set(edges.map(({ from }) => from));
    for (const id of this.#left.keys()) if (!starts.has(id)) this.#more(id);
    const nodes = [...this.#nodes.values()];
    for (const [from, { names, ...place }] of this.#left) {
      if (!starts.has(from)) continue;
      const id = `more:${from}`;
      nodes.push({ id, function: `${names.size} more`, ...place, kind: 'more', memoryType: null, more: true });
      edges.push({ from, to: id, kind: 'call', file: place.file, line: place.line, condition: null });
    }
    return { nodes, edges, note: this.full ? FULL : this.#remark };
  }

  /** Whether a node is drawn. */
  hasNode(id: string): boolean {
    return this.#nodes.has(id);
  }

  /** Whether a node whose id starts so is drawn. */
  has(prefix: string): boolean {
    return [...this.#nodes.keys()].some((id) => id.startsWith(prefix));
  }

  /** Whether a call is the work of a memory type: through a hook, or of a backend. */
  isWork(event: CallEvent, from: Body): boolean {
    return event.hook !== null || (event.kind === 'call' && this.reach.backends.find(event.name, from.file) !== null);
  }

  /** Whether a function comes to one of the calls that a graph is about. */
  leads(summary: Summary, only: Only): boolean {
    return kept(this.#leads, only, summary, () => this.#shown(summary, only).length > 0);
  }

  #shown(summary: Summary, only: Only | null): readonly CallEvent[] {
    if (!only) return summary.calls;
    return summary.calls.filter(
      (event) => only(event, summary.body) || (event.target !== null && this.leads(event.target, only)),
    );
  }

  /** What a function does in a context, as text: contexts in which it does the same are one node. */
  #signature(summary: Summary, only: Only | null): string {
    return kept(this.#signatures, only, summary, () => {
      const parts = this.#shown(summary, only).map((event) => {
        const table = event.hook?.choice ? `${event.hook.choice.table.file.path}:${event.hook.choice.table.at}` : '';
        return `${event.at} ${event.name} ${table} ${event.target ? this.#idOf(event.target, only) : ''}`;
      });
      return parts.join(';');
    });
  }

  /** The id of a function's node: another one for each way in which it goes on. */
  #idOf(summary: Summary, only: Only | null): string {
    const { id } = summary.body;
    const signature = this.#signature(summary, only);
    const known = this.#contexts.get(id) ?? [];
    this.#contexts.set(id, known);
    if (!known.includes(signature)) known.push(signature);
    const index = known.indexOf(signature);
    return index === 0 ? id : `${id}#${index + 1}`;
  }

  /** Draws the node of a function in a context; answers its id. */
  function(summary: Summary, only: Only | null): string {
    const { file, fn, name } = summary.body;
    const id = this.#idOf(summary, only);
    const place = { file: file.path, ...file.point(fn.nameAt) };
    this.node({ id, function: name, ...place, kind: 'function', memoryType: null, more: false });
    return id;
  }

  /** Adds a node; answers whether there was room for it. */
  node(node: GraphNode): boolean {
    const known = this.#nodes.get(node.id);
    if (known) {
      if (known.memoryType === null && node.memoryType !== null)
        this.#nodes.set(node.id, { ...node, more: known.more });
      return true;
    }
    if (this.full) return false;
    this.#nodes.set(node.id, node);
    return true;
  }

  /** Adds the node of a function; answers its id. */
  body(body: Body, fills: Neighbours | null): string {
    const { file, fn, id, name } = body;
    const fill = fills?.fills(body)[0];
    const type = fill ? memoryType(fill.table, fill.ops.name) : (fills?.memoryTypeOf(body) ?? null);
    const place = { file: file.path, ...file.point(fn.nameAt) };
    this.node({ id, function: name, ...place, kind: fill ? 'hook' : 'function', memoryType: type, more: false });
    return id;
  }

  /** Adds an edge between nodes that are drawn. */
  edge(edge: GraphEdge): void {
    const key = `${edge.from}>${edge.to}@${edge.line}`;
    const known = this.#edges.get(key);
    // A call that one context makes unconditionally is unconditional.
    if (!known || (known.condition !== null && edge.condition === null)) this.#edges.set(key, edge);
  }

  /** Draws what a function calls, to a depth. `from` is the node that the calls start at. */
  calls(from: string, summary: Summary, depth: number, kind: 'case' | null, only: Only | null): void {
    this.#waiting.push({ from, summary, depth, kind, only });
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) this.#callsOf(next);
  }

  #callsOf(waiting: Waiting): void {
    const { from, summary, depth, only } = waiting;
    if ((this.#drawn.get(from) ?? 0) >= depth) return;
    this.#drawn.set(from, depth);
    for (const events of bySite(this.#shown(summary, only))) {
      const source = this.#dispatch(waiting, events[0]);
      if (source === null) continue;
      const targets =
        events.length > WIDE ? merged(events.map((event) => this.#target(summary.body, event, only))) : null;
      if (targets) this.#wide(source, targets, summary.body, events[0]);
      else for (const event of events) this.#call(waiting, source, event);
    }
    for (const call of only ? [] : (this.#queued?.(summary.body) ?? [])) later(this, from, call);
  }

  /** The node that a call starts at: for one through a hook, that of the dispatch. Null where there is no room for it. */
  #dispatch({ from, summary, kind }: Waiting, event: CallEvent | undefined): string | null {
    if (!event?.hook) return from;
    const place = placeOf(summary.body, event);
    const id = `${place.file}:${event.at}:${event.hook.field} ${from}`;
    const name = `${event.hook.ops.name}.${event.hook.field}`;
    const drawn = this.node({ id, function: name, ...place, kind: 'dispatch', memoryType: null, more: false });
    if (!drawn) {
      this.leave(from, name, place);
      return null;
    }
    const { file, line } = place;
    this.edge({ from, to: id, kind: kind ?? 'call', file, line, condition: conditionOf(event.conditions) });
    return id;
  }

  #call({ summary, depth, kind, only }: Waiting, source: string, event: CallEvent): void {
    const place = placeOf(summary.body, event);
    const { file, line } = place;
    const to = this.#target(summary.body, event, only);
    if (!this.node(to)) {
      this.leave(source, to.id, place);
      return;
    }
    const { hook, target } = event;
    this.edge({
      from: source,
      to: to.id,
      kind: hook ? 'dispatch' : (kind ?? (event.kind === 'pointer' ? 'pointer' : 'call')),
      file,
      line,
      condition: conditionOf(hook ? (hook.choice?.conditions ?? []) : event.conditions),
    });
    if (this.#unfinished.has(to.id) && !only) this.#more(to.id);
    if (!target) return;
    if (depth > 1) this.#waiting.push({ from: to.id, summary: target, depth: depth - 1, kind: null, only });
    else if (this.#shown(target, only).length > 0) this.#more(to.id);
  }

  /** Draws those functions; what they call is left to a question that starts at one of them. */
  #wide(source: string, targets: readonly GraphNode[], caller: Body, event: CallEvent | undefined): void {
    for (const [i, node] of targets.entries()) {
      const place = event ? placeOf(caller, event) : node;
      const { file, line } = place;
      if (i >= MAX_TARGETS || !this.node(node)) this.leave(source, node.id, place);
      else this.edge({ from: source, to: node.id, kind: 'dispatch', file, line, condition: null });
    }
  }

  /** Notes that a function calls more than is shown. */
  #more(id: string): void {
    const node = this.#nodes.get(id);
    if (node) this.#nodes.set(id, { ...node, more: true });
  }

  /** Notes that there was no room for a node behind another one. */
  leave(from: string, name: string, place: Placed): void {
    const left = this.#left.get(from) ?? { ...place, names: new Set<string>() };
    left.names.add(name);
    this.#left.set(from, left);
  }

  #target(caller: Body, event: CallEvent, only: Only | null): GraphNode {
    const choice = event.hook?.choice;
    const backend = event.hook ? null : this.reach.backends.find(event.name, caller.file);
    const body =
      event.target?.body ??
      backend?.body ??
      this.reach.bodies.anywhere(event.name, choice ? choice.table.unit : caller.file)[0] ??
      null;
    const type = choice && event.hook ? memoryType(choice.table, event.hook.ops.name) : (backend?.memoryType ?? null);
    const file = body?.file ?? caller.file;
    const at = body?.fn.nameAt ?? event.at;
    return {
      // A function that fills the hook of several memory types is a node of each.
      id: `${event.target ? this.#idOf(event.target, only) : (body?.id ?? `name:${event.name}`)}${event.hook ? ` ${type}` : ''}`,
      function: event.name,
      file: file.path,
      ...file.point(at),
      kind: event.hook ? 'hook' : 'function',
      memoryType: type,
      more: false,
    };
  }
}
