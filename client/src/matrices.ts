import type { MatrixResult } from '../../server/src/protocol/requests.ts';
import type { Server } from './client.ts';
import { Latest } from './latest.ts';

/** The matrices of the tree. */
export class Matrices extends Latest<MatrixResult> {
  constructor(server: Server) {
    super(server, () => server.matrix());
  }
}
