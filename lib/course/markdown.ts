/** Converts Markdown and TeX to terminal text. It knows the TeX commands that occur in the hints. */

const commands: Record<string, string> = {
  cdot: '·',
  times: '×',
  infty: '∞',
  sum: 'Σ',
  langle: '⟨',
  rangle: '⟩',
  ln: 'ln',
  sin: 'sin',
  cos: 'cos',
  partial: '∂',
  theta: 'θ',
  ne: '≠',
  ldots: '…',
  le: '≤',
  ge: '≥',
  lt: '<',
  gt: '>',
  bmod: 'mod',
  beta: 'β',
  varepsilon: 'ε',
  leftarrow: '←',
  mapsto: '↦',
  to: '→',
}

const halves: Record<string, string> = { '12': '½', '13': '⅓', '14': '¼' }

const raised = scripts('0123456789+−=()inmktTjx', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵐᵏᵗᵀʲˣ')
const lowered = scripts('0123456789+−=()ijkmnxopst', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ᵢⱼₖₘₙₓₒₚₛₜ')

function scripts(from: string, to: string): ReadonlyMap<string, string> {
  const letters = [...to]
  return new Map([...from].map((letter, i) => [letter, letters[i]]))
}

/** dy^\mathsf{T} x → dyᵀ x,   e^{x_j - m} → e^(xⱼ − m).   A command that is not in the table stays as it is. */
export function plainTex(tex: string): string {
  const atoms = tex
    .replaceAll(/\\(?:mathsf|mathrm|text|texttt)\{([^{}]*)\}/g, '$1')
    .replaceAll(/\\frac(\d)(\d)/g, (_, over: string, under: string) => halves[over + under] ?? `${over}/${under}`)
    .replaceAll(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, '($1)/($2)')
    .replaceAll(/\\sqrt\{([^{}]*)\}/g, (_, root: string) => (/^\w+$/.test(root) ? `√${root}` : `√(${root})`))
    .replaceAll(/\\lvert\s*|\s*\\rvert/g, '|')
    .replaceAll(/\\([a-zA-Z]+)/g, (command, name: string) => commands[name] ?? command)
    .replaceAll(/\\([{}|])/g, '$1')
    .replaceAll(/\\[,;! ]/g, ' ')
    .replaceAll('-', '−')
  const lower = atoms.replaceAll(/_(?:\{([^{}]*)\}|(\w))/g, (_, many?: string, one?: string) =>
    script(many ?? one ?? '', lowered, '_'),
  )
  return lower
    .replaceAll(/\^(?:\{([^{}]*)\}|(.))/g, (_, many?: string, one?: string) => script(many ?? one ?? '', raised, '^'))
    .replaceAll(/([Σ√∞]) \(/g, '$1(')
}

function script(text: string, letters: ReadonlyMap<string, string>, mark: string): string {
  const found = [...text].map((letter) => letters.get(letter))
  if (found.every((letter) => letter !== undefined)) return found.join('')
  return text.length > 1 ? `${mark}(${text})` : `${mark}${text}`
}

/**
 * Converts one line: formulas to Unicode, links and emphasis to their words. Code keeps its backticks. Short pieces of
 * code and short formulas get non-breaking spaces.
 */
export function markdownLineToText(markdown: string): string {
  return markdown
    .split(/(`[^`]*`|\$[^$]*\$)/)
    .map((part) => {
      if (part.startsWith('`')) return joinWords(part)
      if (part.startsWith('$')) return joinWords(plainTex(part.slice(1, -1)))
      return part
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .replaceAll(/\*+/g, '')
    })
    .join('')
}

function joinWords(text: string): string {
  return text.length > 30 ? text : text.replaceAll(' ', '\u00a0')
}

/**
 * Converts a text to lines: each paragraph becomes one line, to be wrapped later. Blocks between ``` keep their lines.
 */
export function markdownToText(markdown: string): string[] {
  const blocks = markdown.replaceAll('\r\n', '\n').split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
  const lines = blocks.flatMap((block) => {
    if (block.startsWith('```')) return ['', ...block.split('\n').slice(1, -1), '']
    const paragraphs = block.split(/\n(?:[ \t]*\n)+|\n(?=[-*] |\d+\. |\|)/)
    return paragraphs.flatMap((text, i) => [
      ...(i > 0 && !/^\s*([-*] |\d+\. |\|)/.test(text) ? [''] : []),
      markdownLineToText(
        text
          .trim()
          .replaceAll(/\s*\n\s*/g, ' ')
          .replace(/^[-*] /, '– '),
      ),
    ])
  })
  // At most one empty line in a row, and none at the ends.
  const from = lines.findIndex((line) => line !== '')
  const to = lines.findLastIndex((line) => line !== '')
  return lines.slice(from, to + 1).filter((line, i, all) => line !== '' || all[i - 1] !== '')
}
