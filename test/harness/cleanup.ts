/**
 * What must not outlive this process (servers, browsers, scratch folders) is registered here and undone, last first,
 * when the owner asks or when the process is told to stop by SIGHUP, SIGINT or SIGTERM.
 */
type Undo = () => void | Promise<void>;

const pending: Undo[] = [];

async function undoAll(): Promise<void> {
  for (let undo = pending.pop(); undo !== undefined; undo = pending.pop()) {
    try {
      await undo();
    } catch (error) {
      console.error('clean-up:', error);
    }
  }
}

let done = Promise.resolve();

/** Undoes everything registered so far; a failure of one step does not keep the others from running. */
export function cleanUp(): Promise<void> {
  done = done.then(undoAll);
  return done;
}

let watching = false;

/** Stops in order on a signal; further signals change nothing, as a terminal and a parent may both send one. */
function watchSignals(): void {
  if (watching) return;
  watching = true;
  const stop = (code: number) => void cleanUp().finally(() => process.exit(code));
  process.on('SIGHUP', () => stop(129));
  process.on('SIGINT', () => stop(130));
  process.on('SIGTERM', () => stop(143));
}

/** Registers a step of the clean-up. */
export function onCleanUp(undo: Undo): void {
  watchSignals();
  pending.push(undo);
}
