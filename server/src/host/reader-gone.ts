/** What happens when nobody reads what the command prints. */

/** A reader that went away, such as `head`, is no error: nobody is there to be told more. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
}
