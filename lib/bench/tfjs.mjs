// TensorFlow.js with its WebAssembly backend, a peer of `npm run bench`: a process with the protocol of peers.py. It has one thread.
// Usage: node tfjs.mjs DIR, a folder with node_modules/@tensorflow/tfjs and tfjs-backend-wasm.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const name = 'tfjs (wasm)'
const folder = resolve(process.argv[2])
const require = createRequire(join(folder, 'package.json'))
/** The steps that are measured at batch size 1. The time is scaled up to the others. */
const scaledSteps = 2000

// the library's output must not mix with the answers
for (const say of ['log', 'info', 'warn']) console[say] = (...words) => console.error(...words)

const tf = require('@tensorflow/tfjs')
const wasm = require('@tensorflow/tfjs-backend-wasm')
wasm.setWasmPaths(`${join(folder, 'node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`)
let data
const warm = new Set()

const answers = {
  async hello() {
    await tf.setBackend('wasm')
    await tf.ready()
    return { peers: [{ name, version: tf.version.tfjs }], threads: 1 }
  },

  load({ images, labels }) {
    const bytes = readFileSync(images).subarray(16)
    const truth = readFileSync(labels).subarray(8)
    const N = truth.length
    const x = tf.tensor2d(
      Float32Array.from(bytes, (byte) => byte / 255),
      [N, bytes.length / N],
    )
    const y = tf.oneHot(tf.tensor1d(Int32Array.from(truth), 'int32'), 10).toFloat()
    data = { N, x, y }
    return { ok: true }
  },

  async run(ask) {
    const batch = Math.min(ask.batch, data.N)
    const steps = batch === 1 ? Math.min(ask.steps, scaledSteps) : ask.steps
    if (!warm.has(ask.id)) await train(ask, batch, Math.min(steps, 20))
    warm.add(ask.id)
    const { seconds, losses } = await train(ask, batch, steps)
    const answer = {
      seconds: (seconds * ask.steps) / steps,
      losses,
      final: losses[1],
      memory: process.resourceUsage().maxRSS * 1024,
    }
    return steps < ask.steps ? { ...answer, scaled: true } : answer
  },

  async matmul({ M, K, N }) {
    const [a, b] = [tf.randomUniform([M, K]), tf.randomUniform([K, N])]
    let best = Infinity
    for (let n = 0; n < 12; n++) {
      const began = performance.now()
      const c = tf.matMul(a, b)
      await c.data()
      best = Math.min(best, performance.now() - began)
      c.dispose()
    }
    tf.dispose([a, b])
    return { seconds: best / 1000 }
  },
}

/** Gradient descent on the mean cross-entropy. The gradient is written by hand, which is faster than tf.variableGrads. */
async function train({ layers, rate, weights, order }, batch, steps) {
  const flat = new Float32Array(bytesOf(weights))
  let at = 0
  const take = (shape) => tf.variable(tf.tensor(flat.slice(at, (at += shape.reduce((a, b) => a * b, 1))), shape))
  const chain = layers.slice(1).map((O, l) => ({ W: take([layers[l], O]), b: take([O]) }))
  const whole = batch === data.N
  const indices = whole ? undefined : new Int32Array(bytesOf(order))
  const losses = []
  const began = performance.now()
  for (let step = 0, from = 0; step < steps; step++) {
    const to = Math.min(from + batch, data.N)
    const rows = whole ? undefined : indices.subarray(from, to)
    const loss = tf.tidy(() => descend(chain, rows, rate, step === 0 || step === steps - 1))
    if (loss) losses.push((await loss.data())[0])
    loss?.dispose()
    from = to === data.N ? 0 : to
  }
  const seconds = (performance.now() - began) / 1000
  tf.dispose(chain.flatMap(({ W, b }) => [W, b]))
  return { seconds, losses: losses.length > 1 ? losses : [losses[0], losses[0]] }
}

/** One step. Returns the loss before it if the caller wants it. */
function descend(chain, rows, rate, asked) {
  const index = rows && tf.tensor1d(rows, 'int32')
  const [x, y] = rows ? [tf.gather(data.x, index), tf.gather(data.y, index)] : [data.x, data.y]
  const B = x.shape[0]
  const inputs = [x]
  chain.forEach(({ W, b }, l) => {
    const last = l === chain.length - 1
    inputs.push(tf.fused.matMul({ a: inputs[l], b: W, bias: b, activation: last ? 'linear' : 'relu' }))
  })
  const p = tf.softmax(inputs[chain.length])
  let dz = tf.sub(p, y)
  for (let l = chain.length - 1; l >= 0; l--) {
    const { W, b } = chain[l]
    const dW = tf.matMul(inputs[l], dz, true, false)
    const db = tf.sum(dz, 0)
    if (l > 0) dz = tf.mul(tf.matMul(dz, W, false, true), tf.step(inputs[l]))
    W.assign(tf.sub(W, tf.mul(dW, rate / B)))
    b.assign(tf.sub(b, tf.mul(db, rate / B)))
  }
  return asked ? tf.neg(tf.mean(tf.log(tf.sum(tf.mul(p, y), 1)))) : undefined
}

function bytesOf(file) {
  const bytes = readFileSync(file)
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
}

for await (const line of createInterface({ input: process.stdin })) {
  const ask = JSON.parse(line)
  let answer
  try {
    answer = await answers[ask.do](ask)
  } catch (error) {
    answer = { error: String(error) }
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
