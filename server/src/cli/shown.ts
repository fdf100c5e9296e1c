/**
 * Text that may be written to a terminal, a pipe or the log of a CI job. All that the command writes is made here: what is put
 * into it from a tree, from git or from the command line is escaped on its way in, and the colours of our own are not.
 */
import { patternWith } from '../base/patterns.ts';
import { COMMAND_MARK, visible, visibleJson, visibleLines } from '../base/visible.ts';

/** Text that is escaped already. Nothing else is written, and only this class makes any. */
export class Shown {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** How many columns it takes. */
  get width(): number {
    return this.#text.replace(COLOUR, '').length;
  }

  trimEnd(): Shown {
    return new Shown(this.#text.trimEnd());
  }

  /** A template: strings in it are escaped, and what is shown already stays. */
  static from(this: void, strings: TemplateStringsArray, ...values: readonly (string | number | Shown)[]): Shown {
    const parts = values.map((value, i) => `${written(value)}${strings[i + 1] ?? ''}`);
    return new Shown(withoutCommands(`${strings[0] ?? ''}${parts.join('')}`));
  }

  /** Some texts with another between each two of them. */
  static joined(all: readonly (string | Shown)[], between: string): Shown {
    return new Shown(withoutCommands(all.map(written).join(between)));
  }

  /** Lines, each with its end. */
  static lines(all: readonly (string | Shown)[]): Shown {
    return new Shown(withoutCommands(all.map((line) => `${written(line)}\n`).join('')));
  }

  /** Text in a colour of the terminal. */
  static painted(code: number, text: string): Shown {
    return new Shown(`\x1b[${code}m${written(text)}\x1b[0m`);
  }

  /** A text that has lines of its own, such as a help text or a picture; its format has escaped the rest. */
  static document(text: string): Shown {
    return new Shown(withoutCommands(visibleLines(text).replace(COMMAND_MARK, '\\x23')));
  }

  /** A value as JSON, in one line unless it is to be indented; with the end of the line. */
  static json(value: unknown, indent?: number): Shown {
    return new Shown(`${visibleJson(JSON.stringify(value, null, indent))}\n`);
  }

  /** Workflow commands of GitHub Actions, a line each. */
  static commands(all: readonly WorkflowCommand[]): Shown {
    return new Shown(all.map((each) => `${commandText(each)}\n`).join(''));
  }
}

/** A workflow command: its name, its properties, and the lines of its message. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: readonly (readonly [key: string, value: string | number])[];
  readonly message: readonly string[];
}

/** Template tag of what is written. */
export const shown = Shown.from;

const COLOUR = patternWith('g')`${String.fromCharCode(27)}\[\d+m`;

function written(value: string | number | Shown): string {
  if (value instanceof Shown) return value.toString();
  return visible(String(value)).replace(COMMAND_MARK, '\\x23');
}

/** A line of a log that begins with two colons, blanks left out, is taken for a workflow command. */
function withoutCommands(text: string): string {
  return text.includes('::') ? text.replace(/^([^\S\r\n\u2028\u2029]*):(?=:)/gm, '$1\\x3a') : text;
}

function commandText({ name, properties, message }: WorkflowCommand): string {
  const given = properties.map(([key, value]) => `${key}=${property(value)}`).join(',');
  return `::${name} ${given}::${encoded(message.map(written).join('\n'))}`;
}

/** Line ends stay what they are in a path: GitHub decodes them. */
function property(value: string | number): string {
  const lines = `${value}`.split(/(\r|\n)/).map((part) => (part === '\r' || part === '\n' ? part : written(part)));
  return encoded(lines.join('')).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function encoded(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
