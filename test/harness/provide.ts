/** `node provide.cjs STAGE`: what scripts/test.mjs runs before a stage, so that it has what it needs or says what is missing. */
import { provide } from './needs.ts';

try {
  provide(process.argv[2] ?? '');
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
