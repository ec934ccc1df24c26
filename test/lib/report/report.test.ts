import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import type { TestModule } from 'vitest/node'
import { command, run } from '../../../lib/commands/report.ts'
import { readAnnotations } from '../../../lib/runner/annotations.ts'
import { type Learner, classReport, groupDiagnoses } from '../../../lib/report/class.ts'
import { exercises, select } from '../../../lib/course/exercises.ts'
import type { Failure, Grade, State } from '../../../lib/course/grade.ts'
import { type GradedTree, testReport } from '../../../lib/report/learner.ts'
import type { Outcome } from '../../../lib/training/program.ts'
import { digitPng } from '../../../lib/pictures/digits.ts'
import { quoteWord } from '../../../lib/terminal/terminal.ts'
import { commandLineOf } from '../../../lib/training/command-line.ts'
import type { Report } from '../../../lib/training/results.ts'
import { writeResults } from '../../../lib/report/training-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'reports-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const made = { command: 'npm run report', when: new Date('2030-01-02T03:04:05Z') }
const evil = '</pre><script>alert(1)</script><img src=x onerror=alert(2)>'

function graded(id: string, state: State, failures: readonly Failure[] = []): Grade {
  const [exercise] = select(id)
  return { exercise, state, passed: state === 'done' ? 7 : 3, expected: 7, failures, missing: [] }
}

function tested(name: string, grades: readonly Grade[], more: Partial<GradedTree> = {}): GradedTree {
  const wanted = grades.map(({ exercise }) => exercise)
  return { name, tree: `/somewhere/${name}`, mode: 'own', seed: 1, wanted, grades, pictures: new Map(), ...more }
}

const said = (text: string, ...names: string[]): Failure => ({
  title: 'a test',
  message: `wrong\n\n${text}`,
  diagnosis: { text, names },
})

describe('the report of tests', () => {
  const failure = {
    title: 'sum of rows',
    message: 'wrong: 1\n\n  expected',
    at: '/somewhere/ada/1-tensor-ops/3-reduce.ts:2:1',
  }
  const grades = [graded('1.1', 'done'), graded('1.3', 'wrong', [failure, said('more')]), graded('2.1', 'empty')]
  const text = testReport(tested('ada', grades), made)

  test('has every exercise with its mark, and leads from the map to what is wrong', () => {
    expect(text).toMatch(/class="done">[^/]*✓[\s\S]{0,80}1\.1 map-zip/)
    expect(text).toMatch(/class="empty">[^/]*·[\s\S]{0,80}2\.1 softmax/)
    const [, target] = /<a href="#([^"]+)">1\.3 reduce<\/a>/.exec(text) ?? []
    expect(text).toContain(`<h3 id="${target}">`)
    expect(text.match(/<h3 /g)).toHaveLength(1)
  })

  test('has the first message as the terminal has it, where it is, and the other tests by their titles', () => {
    expect(text).toContain('wrong: 1\n\n  expected\n\n/somewhere/ada/1-tensor-ops/3-reduce.ts:2:1</pre')
    expect(text).toMatch(/One more test fails<\/summary>\s*<ul>\s*<li>a test<\/li>/)
    expect(text).toMatch(/<b>17? of 21<\/b>|<b>13 of 21<\/b>/)
    expect(text).toContain('3 of 7 tests pass.')
  })

  test('says what an exercise stands on: its own, or the reference’s', () => {
    expect(text).toMatch(/stands on its own[\s\S]*2\.1 softmax[\s\S]*class="wrong">[\s\S]{0,120}1\.3 reduce/)
    expect(testReport(tested('ada', grades, { mode: 'isolated' }), made)).toContain('stands on the reference’s')
  })

  test('links to the last training if there is one', () => {
    expect(text).not.toContain('Last training')
    const linked = testReport(tested('ada', grades), made, { href: 'train/report.html', when: made.when })
    expect(linked).toMatch(/<a href="train\/report.html">its report<\/a>, 2030-01-02 03:04 UTC/)
  })

  test('has no room for what is wrong when nothing is', () => {
    expect(testReport(tested('ada', [graded('1.1', 'done')]), made)).not.toContain('What is wrong')
  })

  test('shows what was built by what is done, and only that', () => {
    const picture = (message: string, isWrong: boolean) =>
      ({ title: 't', message, type: 'image/svg+xml', data: Buffer.from('<svg/>'), isWrong }) as const
    const pictures = new Map([
      ['1-tensor-ops/1-map-zip', [picture('squares of every entry', false)]],
      ['1-tensor-ops/3-reduce', [picture('yours and expected', true), picture('half a reduce', false)]],
    ])
    const [before, after] = testReport(tested('ada', grades, { pictures }), made).split('What was built</h2>')
    expect(before).toContain('yours and expected')
    expect(after).toContain('squares of every entry')
    expect(before + after).not.toContain('half a reduce')
    expect(text).not.toContain('What was built')
  })

  test('whatever a learner writes stays text: names, titles, messages, places', () => {
    const mine = { title: evil, message: evil, at: `/${evil}.ts:1:1`, diagnosis: { text: evil, names: [evil] } }
    const one = tested(evil, [graded('1.1', 'wrong', [mine, mine])], { tree: `/somewhere/${evil}` })
    const picture = {
      title: evil,
      message: `"${evil}`,
      type: 'image/svg+xml' as const,
      data: Buffer.from(evil),
      isWrong: true,
    }
    const pictures = new Map([['1-tensor-ops/1-map-zip', [picture]]])
    const learners = [
      { name: evil, tested: { ...one, pictures } },
      { name: evil, reason: evil },
    ]
    for (const page of [
      testReport({ ...one, pictures }, made),
      classReport(learners, one, { ...made, command: evil }),
    ]) {
      expect(page).toContain('&lt;script&gt;')
      expect(page).not.toMatch(/<script|<img src=x|"[^"<>]*" onerror/)
    }
  })
})

describe('the pictures of tests', () => {
  const svg = { contentType: 'image/svg+xml', body: Buffer.from('<svg/>').toString('base64') }
  const module = (attachments: readonly object[], as = 'failed') =>
    ({
      moduleId: '/x/test/4-backprop/4-relu.test.ts',
      children: {
        allTests: (state: string) =>
          state === as
            ? [{ name: 'relu', annotations: () => attachments.map((attachment) => ({ message: 'm', attachment })) }]
            : [],
      },
    }) as unknown as TestModule

  test('are those that came with an annotation, as base64 or as text', () => {
    const plain = { contentType: 'image/svg+xml', body: '<svg/>', bodyEncoding: 'utf-8' }
    const found = readAnnotations([module([svg, plain])]).get('4-backprop/4-relu') ?? []
    expect(found.map(({ data, ...rest }) => [Buffer.from(data).toString(), rest.title, rest.isWrong])).toEqual([
      ['<svg/>', 'relu', true],
      ['<svg/>', 'relu', true],
    ])
    const passed = readAnnotations([module([svg], 'passed')]).get('4-backprop/4-relu') ?? []
    expect(passed.map(({ isWrong }) => isWrong)).toEqual([false])
  })

  test('are never a file that only a path names, nor another type, nor too many or too large', () => {
    const path = { contentType: 'image/svg+xml', path: '/etc/hostname' }
    const other = { ...svg, contentType: 'text/html' }
    const large = { ...svg, body: new Uint8Array(600_000) }
    expect(readAnnotations([module([path, other, large])]).size).toBe(0)
    expect(readAnnotations([module(Array(9).fill(svg))]).get('4-backprop/4-relu')).toHaveLength(4)
  })
})

describe('the report of a class', () => {
  const learner = (name: string, ...grades: Grade[]): Learner => ({ name, tested: tested(name, grades) })
  const mean = said('It is the sum, not the mean.', 'C03')
  const learners: Learner[] = [
    learner('ada', graded('3.1', 'wrong', [mean, mean]), graded('4.4', 'done')),
    learner(
      'ben',
      graded('3.1', 'wrong', [{ ...mean, diagnosis: { text: 'other words', names: ['C03'] } }]),
      graded('4.4', 'wrong', [said('mask', 'B10'), said('mask', 'B10'), said('mask', 'B10'), said('mask', 'B10')]),
    ),
    { name: 'cleo', reason: 'no stages' },
    learner('dan', graded('3.1', 'empty', [said('never counted', 'C01')]), graded('4.4', 'wrong', [said('a pattern')])),
  ]
  const wanted = exercises.filter(({ id }) => id === '3.1' || id === '4.4')
  const text = classReport(learners, { mode: 'own', seed: 1, wanted }, made)

  test('counts a misconception by its id, of most learners first, and not those of empty exercises', () => {
    const found = groupDiagnoses(learners).map(({ ids, learners: who, tests }) => [
      ids[0],
      who.map(({ name }) => name),
      tests,
    ])
    expect(found).toEqual([
      ['C03', ['ada', 'ben'], 3],
      ['B10', ['ben'], 4],
      [undefined, ['dan'], 1],
    ])
  })

  test('has a row for each learner, whose name leads to the findings', () => {
    const rows = [...text.matchAll(/<th scope="row"><a href="#(learner-\d)">(\w+)<\/a><\/th>\s*<td><b>(.+?)<\/b>/g)]
    expect(rows.map(([, , name, done]) => [name, done])).toEqual([
      ['ada', '1'],
      ['ben', '0'],
      ['cleo', '–'],
      ['dan', '0'],
    ])
    for (const [, id, name] of rows) expect(text).toContain(`<h3 id="${id}">${name}</h3>`)
  })

  test('every link of it leads somewhere', () => {
    const targets = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(targets.length).toBeGreaterThan(10)
    expect(targets.filter((id) => !text.includes(`id="${id}"`))).toEqual([])
  })

  test('says why a learner could not be graded', () => {
    expect(text).toContain('cleo could not be graded: no stages')
  })

  test('says how many have done each exercise', () => {
    expect(text).toMatch(/done by<\/th>\s*<td><\/td>\s*<td>0<\/td>\s*<td>1<\/td>/)
  })
})

describe('npm run report', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  mkdirSync(join(folder, 'nobody'))

  test.each([
    [
      'both a learner and a class',
      ['--code', 'katas', '--class', '.'],
      /--code is one learner’s folder, --class a folder/,
    ],
    ['a class that is not there', ['--class', 'nowhere'], /--class wants a folder .* there is no folder nowhere\./],
    ['a class of nobody', ['--class', join(folder, 'nobody')], /--class wants a folder .* has no folders in it\./],
    ['a folder of no answers', ['--code', folder], /has none of the stages/],
    ['a folder for the file', ['--out', folder], /--out wants a file, but .* is a folder\./],
    [
      'a file it cannot write',
      ['--out', join(file, 'report.html')],
      /cannot be written: .*Choose another with --out FILE\./,
    ],
    ['an unknown exercise', ['--stage', '99'], /There is no exercise or stage “99”/],
  ])('refuses %s: one sentence, exit code 2', async (_, args, message) => {
    const errors: string[] = []
    const spy = vi.spyOn(console, 'error').mockImplementation((text) => void errors.push(String(text)))
    const code = await run(command, args).finally(() => spy.mockRestore())
    expect(errors.join('\n')).toMatch(message)
    expect(code).toBe(2)
  })
})

describe('the report of a training', () => {
  const numbers = (shape: number[], data: number[]) => ({ shape, data: Float32Array.from(data) })
  const outcome: Outcome = {
    network: 'chain(\n  dense(4 → 2),\n)',
    interrupted: false,
    steps: { epochs: [0.5, 1], losses: [2, 1] },
    batch: 32,
    losses: [1.5],
    seconds: { loading: 0.1, epochs: [0.25], products: 0.1 },
    accuracy: 0.5,
    confusion: numbers([2, 2], [1, 1, 0, 0]),
    predicted: [0, 1],
    labels: Uint8Array.of(0, 0),
    images: numbers([2, 4], [0, 1, 0, 1, 1, 0, 1, 0]),
    imageSize: { rows: 1, columns: 4 },
    weights: [{ W: numbers([4, 2], [1, 2, 3, 4, 5, 6, 7, 8]), b: numbers([2], [0, 0]) }],
    probe: { loss: 0.7, lossOfTwo: 0.7, areProbabilities: false, confidence: 0.6, silent: [], moved: [1] },
    first: { digit: 0, probability: 0.75, picture: '<svg></svg>' },
  }
  const report: Report = {
    settings: { model: 'softmax', recipe: 'minibatch', epochs: 1, batch: 32, rate: 0.1, seed: 3 },
    outcome,
    examples: 60_000,
    remarks: ['All test images have the label 0 & no other.'],
    origins: {
      code: 'katas',
      origins: [
        ...select('1').map((exercise) => ({ exercise, owner: 'reference' as const })),
        { exercise: select('2.1')[0], owner: 'yours', mark: 'wrong' },
        { exercise: select('4.5')[0], owner: 'kernels' },
      ],
    },
    operations: 'Operations: its own.',
    command: 'npm run train -- --seed 3',
    when: made.when,
    loading: 0.5,
    total: 1,
  }
  const written = (other: Partial<Outcome> = {}): string => {
    const [first] = writeResults(folder, { ...report, outcome: { ...outcome, ...other } })
    expect(first).toBe(join(folder, 'report.html'))
    return readFileSync(first, 'utf8')
  }

  test('leaves a card to share, once all exercises are done and all code that ran is theirs', () => {
    const card = join(folder, 'card.svg')
    const finished = {
      ...report,
      done: [true, true, true],
      origins: { ...report.origins, origins: [report.origins.origins[6]] },
    }
    const [others, unfinished] = [report.origins, [true, false, true]]
    for (const other of [{ done: undefined }, { done: unfinished }, { origins: others }] as const)
      expect(writeResults(folder, { ...finished, ...other })).not.toContain(card)
    expect(writeResults(folder, { ...finished, outcome: { ...outcome, interrupted: true } })).not.toContain(card)

    expect(writeResults(folder, finished)).toContain(card)
    const svg = readFileSync(card, 'utf8')
    for (const said of ['3 of 3 written by me, trained in 0.3 s', '>50.0 %<', '>of 2 unseen digits read right<'])
      expect(svg).toContain(said)
    expect(svg).toContain('60 000 images, each seen once')
    expect(svg).toMatch(/<text class="read" [^>]*>0<\/text>/)
    expect(svg.match(/<image /g)).toHaveLength(1) // of one digit alone there are images
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('A card to share')
  })

  test('has network, recipe, seed, result, whose code and the command, in one file', () => {
    const text = written()
    for (const part of ['dense(4 → 2)', '(B, 4) → (B, 2) → softmax', '50.00 %', '--seed 3', 'batches of 32, rate 0.1'])
      expect(text).toContain(part)
    expect(text).toContain('1 of the 8 exercises of this training are yours.')
    expect(text).toMatch(/2-softmax<\/th>\s*<td>\s*<ul class="row">\s*<li class="wrong">✗ 2\.1 softmax<\/li>/)
    expect(text).toContain('<p class="quiet">✗ its tests fail</p>')
    expect(text).toMatch(/>yours<\/th>\s*<th scope="col">the reference<\/th>\s*<th scope="col">lib’s kernels<\/th>/)
    expect(text.match(/alt="weights of digit \d"/g)).toHaveLength(2)
    expect(text).toContain('alt="a 0, read as 1"')
    expect(text).toContain('<p class="warning">All test images have the label 0 &amp; no other.</p>')
    expect(text).not.toMatch(/undefined|NaN|\[object/)
  })

  test('counts all parameters, biases too', () => {
    expect(written()).toMatch(/<dt>Parameters<\/dt>\s*<dd>10<\/dd>/)
  })

  test('says of the best epoch that 6.10 named it', () => {
    const scores = [0.7, 0.5].map((loss) => ({ loss, accuracy: 0.5 }))
    const validation = {
      examples: { training: 2, validation: 2, test: 2 },
      scores: { training: scores, validation: scores, test: scores },
      best: 0,
    }
    expect(written({ validation })).toContain('6.10’s bestEpoch named epoch 1 the best: its validation loss is 0.7000.')
  })

  test('draws images with the rows and columns of the data', () => {
    const sizes = (text: string) =>
      [...text.matchAll(/data:image\/png;base64,([^"]+)/g)].map(([, encoded]) => {
        const png = Buffer.from(encoded, 'base64')
        return [png.readUInt32BE(20), png.readUInt32BE(16)]
      })
    const text = written({ imageSize: { rows: 1, columns: 4 } })
    expect(text).toMatch(/<dt>Images<\/dt>\s*<dd>1 × 4 pixels<\/dd>/)
    expect(sizes(text)).toEqual([1, 2, 3].map(() => [1, 4])) // one misread, two of weights
    expect(sizes(readFileSync(join(folder, 'misread.svg'), 'utf8'))).toEqual([[1, 4]])
    expect(sizes(written({ imageSize: { rows: 4, columns: 1 } }))).toEqual([1, 2, 3].map(() => [4, 1]))
  })

  test('gives wide images wide cells, and lines of pixels a height that can be seen', () => {
    const classOf = (rows: number, columns: number) =>
      /<ul class="sheet (misread.*?)" style="--wide: (.+?)">/.exec(written({ imageSize: { rows, columns } }))?.slice(1)
    expect(classOf(28, 28)).toEqual(['misread', '1.00'])
    expect(classOf(14, 56)).toEqual(['misread', '2.00'])
    expect(classOf(56, 14)).toEqual(['misread', '0.70'])
    expect(classOf(1, 784)).toEqual(['misread lines', '4.00'])
    expect(classOf(784, 1)).toEqual(['misread lines', '0.70'])
  })

  test('an image with fewer pixels than the data have is paper where they are missing', () => {
    expect(written({ imageSize: { rows: 3, columns: 3 } })).toContain('alt="a 0, read as 1"')
    expect(Array.from(digitPng([1], { rows: 1, columns: 2 }))).toEqual(
      Array.from(digitPng([1, 0], { rows: 1, columns: 2 })),
    )
  })

  test('is a report also of a training that was interrupted before its first epoch ended, or that went wrong', () => {
    const early = written({
      interrupted: true,
      losses: [],
      steps: { epochs: [], losses: [] },
      seconds: { loading: 0, epochs: [], products: 0 },
    })
    expect(early).toContain('Interrupted: these are the best parameters until then.')
    expect(early).not.toMatch(/undefined|NaN|Infinity/)
    const [{ b }] = outcome.weights
    expect(written({ weights: [{ W: numbers([4, 2], Array(8).fill(NaN)), b }] })).toContain(
      'There is NaN among the parameters',
    )
  })

  test('what a kata names and draws stays text', () => {
    expect(written({ network: evil })).not.toMatch(/<script|<img src=x/)
  })

  test('the command has every setting, in quotes where a shell wants them', () => {
    const settings = { ...report.settings, model: 'mlp', recipe: 'article', batch: Infinity } as const
    expect(commandLineOf(settings, { code: 'my answers', rung: 'plain' })).toBe(
      'npm run train -- --model mlp --recipe article --epochs 1 --rate 0.1 --seed 3 --code "my answers" --rung plain',
    )
  })
})

test('a word of a command is quoted where a shell would take it apart, and nothing in it comes to life', () => {
  expect(['../ada', 'C:\\katas', 'a b', 'B "o" $HOME `id`'].map(quoteWord)).toEqual([
    '../ada',
    'C:\\katas',
    '"a b"',
    '"B \\"o\\" \\$HOME \\`id\\`"',
  ])
})
