import { styleText } from 'node:util'

/** The terminal: its size, and whether it shows colours. */
export interface Terminal {
  readonly columns: number
  /** Infinity for a file or a pipe */
  readonly rows: number
  readonly colours: boolean
}

export function terminal(): Terminal {
  const { isTTY, columns = 100, rows = Infinity } = process.stdout
  return { columns: Math.max(40, Math.min(columns, 110)), rows, colours: Boolean(isTTY) && !process.env.NO_COLOR }
}

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** The text in a style, if the terminal shows colours. `colours` decides that alone: by default styleText would ask stdout again. */
export function paint(
  text: string,
  style: Style | undefined,
  { colours }: Pick<Terminal, 'colours'> = terminal(),
): string {
  return colours && style ? styleText(style, text, { validateStream: false }) : text
}

/**
 * Breaks a line at spaces so that it fits. Further lines get the same indentation. It never breaks at U+00A0, nor
 * within a command such as npm run diff -- 1.3.
 */
export function wrapLine(line: string, columns: number): string[] {
  const indent = ' '.repeat(Math.min(line.search(/[^ ]|$/), columns / 2))
  const lines: string[] = []
  let rest = line.replaceAll(/\bnpm (?:run )?[a-z]+(?: --(?= )(?: (?:--?\w[\w=-]*|\d[\d.]*))+)?/g, (command) =>
    command.replaceAll(' ', '\u00a0'),
  )
  while (rest.length > columns) {
    const space = rest.lastIndexOf(' ', columns)
    const at = space > indent.length ? space : columns
    lines.push(rest.slice(0, at).trimEnd())
    rest = indent + rest.slice(at).trimStart()
  }
  return [...lines, rest].map((one) => one.replaceAll('\u00a0', ' '))
}

/**
 * Quotes a word for a shell, if that is necessary. Within the double quotes, it escapes the special characters of a
 * POSIX shell.
 */
export function quoteWord(word: string): string {
  return /^[\w./:\\,=+@-]+$/.test(word) ? word : `"${word.replace(/["$`]/g, '\\$&')}"`
}
