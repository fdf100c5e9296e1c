import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project: bundled tests run from out/, so it is searched for, upwards. */
function findProject(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'biome.json'))) {
    if (dirname(folder) === folder) throw new Error(`no project folder above ${import.meta.dirname}`);
    folder = dirname(folder);
  }
  return folder;
}

/** The project's root folder. */
export const projectRoot = findProject();
