/** How long random tests take: a part of them with every change, all of them at night. */

/** How many rounds a test has: `full` where OPSCOPE_NIGHTLY is set, else `short`. The first rounds are the same ones. */
export function rounds(full: number, short: number): number {
  return process.env['OPSCOPE_NIGHTLY'] ? full : short;
}
