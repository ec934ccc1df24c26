import type { Exercise } from '../course/exercises.ts'

/** The files of one exercise alone. */
export function filesOf({ path }: Exercise): string[] {
  const answers = ['misconceptions', 'variants', 'unlisted', 'pictures'].map((folder) => `test/${folder}/${path}.ts`)
  return [`solutions/${path}.ts`, `test/${path}.test.ts`, ...answers]
}

/** The files that the exercises of a stage share. */
export function filesOfStage(stage: string): string[] {
  return [`katas/${stage}/README.md`, `solutions/${stage}/README.md`, oracleOf(stage)]
}

export function oracleOf(stage: string): string {
  return `test/oracles/${stage.slice(stage.indexOf('-') + 1)}.ts`
}

/** What is left to write in a text, a line for each place: 12 todo: the formula. A stub says “todo: …”, or calls todo('…'). */
export function todosIn(text: string): string[] {
  return text.split('\n').flatMap((line, i) => {
    const [, task] = /\btodo(?:: |\(')(.*)$/.exec(line) ?? []
    return task === undefined ? [] : [`${i + 1} todo: ${tidy(task)}`]
  })
}

/** without what follows the words: a quote, a bracket, the end of a comment or of a tag */
function tidy(task: string): string {
  return task.replace(/(?:'.*|\]\(.*|<\/.*| \|| ?(?:\*\/|-->).*)$/, '')
}
