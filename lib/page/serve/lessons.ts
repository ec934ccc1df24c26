import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'
import { lessons as stages } from '../../course/exercises.ts'
import { root, toForwardSlashes } from '../../course/trees.ts'
import { convertLesson, titleOf } from './lesson-html.ts'

/** Makes a module of each lesson, katas/2-softmax/README.md?lesson, with the exports of page/lesson/lesson.ts. */
export function lessons(): Plugin {
  return {
    name: 'lessons',
    load(id) {
      const stage = /\/katas\/([^/]+)\/README\.md\?lesson$/.exec(toForwardSlashes(id))?.[1]
      return stage === undefined ? undefined : moduleOf(stage)
    },
  }
}

function moduleOf(stage: string): string {
  const { title, parts, pictures } = convertLesson(stage, read(stage))
  const at = stages.indexOf(stage)
  const markup = parts.flatMap((part, i) => (i === 0 ? [JSON.stringify(part)] : [`picture${i}`, JSON.stringify(part)]))
  return [
    ...pictures.map((file, i) => `import picture${i + 1} from ${JSON.stringify(`./${file}?url`)}`),
    `export const title = ${JSON.stringify(title)}`,
    `export const markup = ${markup.join(' + ')}`,
    `export const previous = ${JSON.stringify(neighbour(stages[at - 1]))}`,
    `export const next = ${JSON.stringify(neighbour(stages[at + 1]))}`,
  ].join('\n')
}

function neighbour(stage: string | undefined): { stage: string; title: string } | undefined {
  return stage === undefined ? undefined : { stage, title: titleOf(read(stage)) }
}

function read(stage: string): string {
  return readFileSync(`${root}/katas/${stage}/README.md`, 'utf8')
}
