/** What the call-graph panel remembers while it is hidden, and over a reload of the window. */
import type { FromGraph, GraphQuery, GraphSubject, ToGraph } from '../../messages.ts';
import type { Host } from '../host.ts';
import type { View } from './geometry.ts';

export interface GraphState {
  readonly subject: GraphSubject | null;
  /** How many calls deep; 0 for all. */
  readonly depth: number;
  readonly hide: readonly string[];
  readonly search: string;
  readonly selected: string;
  /** What somebody moved or zoomed to; until then the beginning of the graph or, after Fit, the whole. */
  readonly view: View | 'beginning' | 'whole';
  /** What the graph was laid out for. */
  readonly room: GraphQuery['room'];
}

/** What is there of a panel that has never been open. */
export const BLANK: GraphState = {
  subject: null,
  depth: 0,
  hide: [],
  search: '',
  selected: '',
  view: 'beginning',
  room: undefined,
};

export type GraphHost = Host<FromGraph, ToGraph, GraphState>;
