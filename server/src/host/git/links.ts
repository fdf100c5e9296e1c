/** Parts of one folder of git in another. Nothing is opened but HEAD, and that only where it is a file. */
import {
  constants,
  copyFileSync,
  lstatSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';

/** A reference to a branch takes less. */
const MAX_HEAD = 4096;

/** Puts a part of one folder into another, as a link; leaves out one that is not there. Throws for what is no file or folder. */
export function link(from: string, to: string, name: string): void {
  const kind = kindOf(join(from, name));
  if (kind === null) return;
  try {
    symlinkSync(join(from, name), join(to, name), kind === 'folder' ? 'junction' : 'file');
  } catch (error) {
    // Windows lets not everybody link to files.
    if (kind === 'folder' || !isRefused(error)) throw error;
    copyFileSync(join(from, name), join(to, name));
  }
}

/** Copies the index, and the part of it that git keeps in another file where it is split. */
export function copyIndex(from: string, to: string): void {
  const index = join(from, 'index');
  if (kindOf(index) !== 'file') return;
  copyFileSync(index, join(to, 'index'), constants.COPYFILE_FICLONE);
  // A file that is as old as the index may have changed since: git looks into it, and would not if the copy were younger.
  const { atime, mtime } = statSync(index);
  utimesSync(join(to, 'index'), atime, mtime);
  const shared = readdirSync(from).filter((name) => /^sharedindex\.[0-9a-f]+$/.test(name));
  if (shared.length === 0) return;
  const bytes = readFileSync(join(to, 'index'));
  for (const name of shared) {
    const isNamed = bytes.includes(Buffer.from(name.slice(name.indexOf('.') + 1), 'hex'));
    if (isNamed && kindOf(join(from, name)) === 'file') copyFileSync(join(from, name), join(to, name));
  }
}

/** What is at a path, links followed; null where nothing is. Throws for what is no file or folder: it may never end. */
function kindOf(path: string): 'file' | 'folder' | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (!stat.isFile() && !stat.isDirectory()) throw new Error(`${path} is no regular file`);
  return stat.isFile() ? 'file' : 'folder';
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPERM';
}

/** What HEAD says. git takes a link there for an old way to name a branch, so that it cannot be linked to. */
export function headOf(folder: string): Buffer {
  const path = join(folder, 'HEAD');
  const leads = lstatSync(path).isSymbolicLink() ? readlinkSync(path) : '';
  if (leads.startsWith('refs/')) return Buffer.from(`ref: ${leads}\n`);
  const stat = statSync(path);
  if (!stat.isFile() || stat.size > MAX_HEAD) throw new Error(`${path} is no reference to a branch`);
  return readFileSync(path);
}
