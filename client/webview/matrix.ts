/** The script of the matrix panel. */
import type { FromMatrix, ToMatrix } from '../messages.ts';
import { Host } from './host.ts';
import { Modes } from './matrix/modes.ts';
import { BLANK, type MatrixState } from './matrix/panel.ts';

const host = new Host<FromMatrix, ToMatrix, MatrixState>(BLANK);
new Modes(host, document.querySelector('main') ?? document.body).start();
