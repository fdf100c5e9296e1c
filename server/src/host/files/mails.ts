/** Files that mails are in: one that a person names, those of a folder, or standard input. */
import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { NamedBytes } from '../../series/mail.ts';
import { readNamedBytes } from './named.ts';
import { MAX_BYTES } from './open.ts';

/** How patches are named by git, and mails by those who keep them. */
const NAMES = /\.(?:patch|diff|eml|mbox|mbx)$/i;

/** How many files of a folder are read. */
const MOST_FILES = 2000;

/** How `git format-patch` names files, with the version of the series in front. */
const NUMBERED = /^((?:v\d+-)?)\d{4}-.*\.patch$/;

/** How many files beside a patch are read. */
const MOST_BESIDE = 200;

/** The patches of the series that a file is one of, by their names, itself included; none where it is not named as git does. */
export function patchesBeside(path: string): readonly NamedBytes[] {
  const version = NUMBERED.exec(basename(path))?.[1];
  if (version === undefined) return [];
  const isOne = (each: string): boolean => NUMBERED.exec(basename(each))?.[1] === version;
  const paths = filesIn(dirname(path)).filter(isOne);
  return paths.length > MOST_BESIDE ? [] : paths.map(read);
}

/** The folders of a Maildir, in which mails have names of no kind. */
const MAILDIR = ['new', 'cur'];

/** The mails at a path; null where there is nothing of the name. Throws with the reason where they cannot be read. */
export async function mailsAt(path: string): Promise<readonly NamedBytes[] | null> {
  if (path === '-') return [{ name: 'standard input', bytes: await standardInput() }];
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return null;
  return stats.isDirectory() ? inFolder(path) : [read(path)];
}

function read(path: string): NamedBytes {
  const bytes = readNamedBytes(path);
  if (bytes === null) throw new Error(`${path}: cannot be read: no file, or larger than ${MAX_BYTES >> 20} MB`);
  return { name: path, bytes };
}

function inFolder(folder: string): readonly NamedBytes[] {
  const isMaildir = MAILDIR.every((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory());
  const paths = isMaildir
    ? MAILDIR.flatMap((name) => filesIn(join(folder, name)))
    : filesIn(folder).filter((path) => NAMES.test(path));
  if (paths.length === 0) throw new Error(`${folder}: no files in it that are named .patch, .diff, .eml or .mbox`);
  if (paths.length > MOST_FILES) throw new Error(`${folder}: more than ${MOST_FILES} mails in it`);
  return paths.map(read);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(folder, name))
    .sort();
}

async function standardInput(): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of process.stdin) {
    parts.push(part);
    size += part.length;
    if (size > MAX_BYTES) throw new Error(`standard input: larger than ${MAX_BYTES >> 20} MB`);
  }
  return Buffer.concat(parts);
}
