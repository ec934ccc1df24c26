import { type Exercise, type Table, exercisesOf } from '../course/exercises.ts'
import { block, fillBlocks } from './blocks.ts'
import { drawStages } from './diagram.ts'
import { type Read, printNeeds, readNeeds } from './needs.ts'
import { inHours, inWords } from './numbers.ts'
import { aliasesOf, signaturesOf } from './signatures.ts'

/** What is derived: the course, and the files that are read for it. */
interface Source {
  readonly stages: readonly string[]
  readonly exercises: readonly Exercise[]
  readonly read: Read
}

/** The pages with marked blocks, and what fills them. */
const pages: Readonly<Record<string, (text: string, source: Source) => string>> = {
  'README.md': (text, source) =>
    fillBlocks(text, 'README.md', { stages: () => fence(drawStages(source.exercises)), counts: countsOf(source) }),
  'TEACHING.md': (text, source) =>
    fillBlocks(text, 'TEACHING.md', { counts: countsOf(source), plan: (inside) => fillPlan(inside, source) }),
  'katas/README.md': fillMap,
  'solutions/README.md': (text, source) =>
    fillBlocks(text, 'solutions/README.md', { stages: () => `\n${linksOf(source)}\n` }),
}

/**
 * The texts of the derived files, by path in the repository: `needsBySlug`, the last line of each header, and the marked blocks of pages.
 * The catalogue and the solutions decide them, wholly or in part. Missing files are left out.
 */
export function deriveFiles(table: Table, read: Read): ReadonlyMap<string, string> {
  const needs = readNeeds(exercisesOf(table, {}), read)
  const source = { stages: Object.keys(table), exercises: exercisesOf(table, needs), read }
  const headers = source.exercises.flatMap((exercise) =>
    ['solutions', 'katas'].flatMap((tree) => rewrite(`${tree}/${exercise.path}.ts`, read, fillHeader(exercise))),
  )
  const marked = Object.entries(pages).flatMap(([page, fill]) => rewrite(page, read, (text) => fill(text, source)))
  return new Map([['lib/course/needs.ts', printNeeds(needs)], ...headers, ...marked])
}

function rewrite(file: string, read: Read, change: (text: string) => string): [string, string][] {
  const text = read(file)
  return text === undefined ? [] : [[file, change(text)]]
}

/** 20 minutes. Needs 1.1, 1.2. */
function fillHeader({ minutes, needs }: Exercise): (text: string) => string {
  const line = ` * ${minutes} minutes.${needs.length > 0 ? ` Needs ${needs.join(', ')}.` : ''}`
  return (text) => text.replace(/^ \* \d+ minutes\.(?: Needs [\d., ]+\.)?$/m, line)
}

function fence(text: string): string {
  return `\n\`\`\`text\n${text}\n\`\`\`\n`
}

/** Every “35 exercises”, “seven stages”, “about ten hours” and “of 5 to 45 minutes” of a block. */
function countsOf({ stages, exercises }: Source): (inside: string) => string {
  const minutes = exercises.map((exercise) => exercise.minutes)
  const hours = Math.round(minutes.reduce((sum, one) => sum + one, 0) / 60)
  return (inside) =>
    inside
      .replaceAll(/\b\d+ exercises/g, `${exercises.length} exercises`)
      .replaceAll(/\b\w+ stages/g, `${inWords(stages.length)} stages`)
      .replaceAll(/\babout \w+ hours/g, `about ${inWords(hours)} hours`)
      .replaceAll(/\bof \d+ to \d+ minutes/g, `of ${Math.min(...minutes)} to ${Math.max(...minutes)} minutes`)
}

/** The map: the diagram, the counts, and a table for each stage. A stage that has no section yet gets one. */
function fillMap(text: string, source: Source): string {
  const { stages, exercises, read } = source
  const aliases = aliasesOf(exercises.map(({ path }) => read(`solutions/${path}.ts`) ?? ''))
  const tableOf = (stage: string): string => {
    const rows = exercises.filter((one) => one.stage === stage).map((one) => rowOf(one, read, aliases))
    return ['', '| exercise | min | needs | what you write |', '| --- | --: | --- | --- |', ...rows, ''].join('\n')
  }
  const whole = stages.reduce((page, stage) => withSection(page, stage, source), text)
  const tables = stages.map((stage) => [`exercises ${stage}`, () => tableOf(stage)])
  return fillBlocks(whole, 'katas/README.md', {
    stages: () => fence(drawStages(exercises)),
    counts: countsOf(source),
    ...Object.fromEntries(tables),
  })
}

function rowOf({ id, name, path, minutes, needs }: Exercise, read: Read, aliases: ReturnType<typeof aliasesOf>) {
  const signatures = signaturesOf(read(`solutions/${path}.ts`) ?? '', aliases).map((one) => `\`${one}\``)
  const kernel = path.replace('/', '/assembly/')
  const inAssembly =
    read(`solutions/${kernel}.ts`) === undefined ? [] : [`the kernel, in [AssemblyScript](${kernel}.ts)`]
  const written = [...signatures, ...inAssembly].join(' · ').replaceAll('|', '\\|')
  return `| [${id} ${name}](${path}.ts) | ${minutes} |${needs.length > 0 ? ` ${needs.join(', ')}` : ''} | ${written} |`
}

/** The page with a heading for this stage, named as its lesson is, and a block below it. */
function withSection(page: string, stage: string, { stages, read }: Source): string {
  const number = stage.slice(0, stage.indexOf('-'))
  const title = /^# \d+ · (.+)$/m.exec(read(`katas/${stage}/README.md`) ?? '')?.[1] ?? stage.replace('-', ' ')
  const heading = `## ${number} · [${title}](${stage}/README.md)`
  const present = new RegExp(String.raw`^## .*\(${stage}/README\.md\)$`, 'm')
  if (present.test(page)) return page.replace(present, () => heading)
  const later = stages.slice(stages.indexOf(stage) + 1)
  const headings = [...later.map((one) => String.raw`^## .*\(${one}/README\.md\)$`), '^## How to read the formulas$']
  const at = Math.min(...headings.map((one) => page.search(new RegExp(one, 'm'))).filter((place) => place >= 0))
  const section = `${heading}\n\n${block(`exercises ${stage}`, '\n')}\n\n`
  return `${page.slice(0, at)}${section}${page.slice(at)}`
}

/** The hours of each row, from the stages and exercises that it names. A stage of no row gets one, to be finished by hand. */
function fillPlan(inside: string, { stages, exercises }: Source): string {
  const lines = inside.trim().split('\n')
  const words = lines.slice(2).map((line) => line.split('|')[2])
  const listed = words.flatMap(numbersIn)
  const rest = stages.filter((stage) => !listed.includes(stage.slice(0, stage.indexOf('-'))))
  const minutesOf = (text: string): number => {
    const named = numbersIn(text)
    const isRest = text.includes('the rest of')
    const own = exercises.filter(
      ({ id }) => named.includes(id) || (named.includes(id.split('.')[0]) && !(isRest && listed.includes(id))),
    )
    return own.reduce((sum, { minutes }) => sum + minutes, 0)
  }
  const rows = lines.slice(2).map((line, i) => line.replace(/^\|[^|]*/, `| ${inHours(minutesOf(words[i]))} `))
  const added = rest.map((stage) => {
    const name = stage.replace('-', ' ')
    return `| ${inHours(minutesOf(name))} | ${name} | todo: what learners can say after this stage |`
  })
  return `\n${[...lines.slice(0, 2), ...rows, ...added].join('\n')}\n`
}

/** the numbers of stages and exercises in a text: 4.1, 5 */
function numbersIn(text: string): string[] {
  return text.match(/\b\d+(\.\d+)?\b/g) ?? []
}

function linksOf({ stages }: Source): string {
  return stages.map((stage) => `[${stage.slice(0, stage.indexOf('-'))}](${stage}/README.md)`).join(' · ')
}
