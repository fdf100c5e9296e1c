/** The serving thread: answers the requests of an editor, which the process's main thread hands on. */
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import type { ServerStart } from './host/editor/thread.ts';
import { lspHost } from './host/lsp-host.ts';
import { serve } from './lsp/server.ts';

/** The version in package.json, put in by the build. */
declare const OPSCOPE_VERSION: string;

const { assets } = workerData as ServerStart;

setStrict(process.env['OPSCOPE_STRICT'] === '1');
if (parentPort) serve(parentPort, lspHost(assets, OPSCOPE_VERSION));
