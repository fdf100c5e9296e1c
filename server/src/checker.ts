/** The checking thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { setStrict } from './base/contain.ts';
import { loadLowerer } from './host/assets.ts';
import { checkOver } from './host/checker-loop.ts';
import type { CheckerStart } from './host/checker-thread.ts';

setStrict(process.env['OPSCOPE_STRICT'] === '1');
const start = workerData as CheckerStart;
if (parentPort) void checkOver(parentPort, start, loadLowerer(start.assets));
