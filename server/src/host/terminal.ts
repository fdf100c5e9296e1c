/** What the terminal of an output takes, by the environment. */

/** Whether a terminal takes control sequences; that of a compilation in Emacs shows them as text, whatever it is called. */
export function takesControls({ TERM, INSIDE_EMACS = '' }: NodeJS.ProcessEnv): boolean {
  return TERM !== 'dumb' && !/,compile\b/.test(INSIDE_EMACS);
}
