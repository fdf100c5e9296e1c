/** `node serve.cjs VSIX FOLDER`: serves VS Code with the packaged extension, for `npm start` without a desktop one. */
import { resolve } from 'node:path';
import { cleanUp } from '../cleanup.ts';
import { startVscodeServer } from './server.ts';

async function main(): Promise<void> {
  const [vsix, folder] = process.argv.slice(2);
  if (vsix === undefined || folder === undefined) throw new Error('usage: serve.cjs VSIX FOLDER');
  try {
    const server = await startVscodeServer({ vsix: resolve(vsix), environment: process.env });
    console.log(server.address(resolve(folder)));
    await server.ended;
  } finally {
    await cleanUp();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
