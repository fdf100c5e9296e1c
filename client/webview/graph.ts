/** The script of the call-graph panel. */
import type { FromGraph, ToGraph } from '../messages.ts';
import { GraphPanel } from './graph/panel.ts';
import { BLANK, type GraphState } from './graph/state.ts';
import { Host } from './host.ts';

const host = new Host<FromGraph, ToGraph, GraphState>(BLANK);
new GraphPanel(host, document.querySelector('main') ?? document.body).start();
