import type * as kata from '#kata/6-mnist/7-predict.ts'
import { softmax } from '#kata/2-softmax/1-softmax.ts'
import { logSoftmax } from '#kata/2-softmax/2-log-softmax.ts'
import { forward } from '#kata/4-backprop/8-chain.ts'
import type { Variant } from '#lib/judge/diagnose/answers'
import { type Tensor, ShapeError } from '#lib/tensor'

export const variants: Variant<typeof kata>[] = [
  {
    id: 'fold',
    how: 'calls layer by layer, takes the exponential of log-softmax, and the digit from the logits',
    answer: () => ({
      predict(chain, image) {
        if (image.shape[0] !== 1) throw new ShapeError('predict', 'a single image', [image])
        let h = image
        for (const layer of chain) h = layer(h)
        const logits = Array.from(h.data)
        return {
          digit: logits.indexOf(Math.max(...logits)),
          probabilities: Array.from(logSoftmax(h).data, Math.exp),
        }
      },
    }),
  },
  {
    id: 'getters',
    how: 'digit and probabilities are worked out when they are asked for',
    answer: () => ({
      predict(chain, image) {
        if (image.shape[0] !== 1) throw new ShapeError('predict', 'a single image', [image])
        const { data } = forward(chain, image)
        return {
          get digit() {
            return data.indexOf(Math.max(...Array.from(data)))
          },
          get probabilities() {
            return Array.from(data, (v) => 1 / Array.from(data).reduce((sum, other) => sum + Math.exp(other - v), 0))
          },
        }
      },
    }),
  },
  {
    id: 'line-by-line',
    how: 'a line per rect, attributes in another order, always three decimals',
    answer: () => ({
      picture(image, columns = 28) {
        const rows = image.data.length / columns
        const lines = [`<svg viewBox="0 0 ${columns} ${rows}" xmlns="http://www.w3.org/2000/svg">`]
        for (let r = 0; r < rows; r++) {
          for (let c = 0; c < columns; c++) {
            const v = image.data[r * columns + c]
            if (v > 0)
              lines.push(`  <rect fill-opacity="${v.toFixed(3)}" width="1" height="1" x="${c}" y="${r}"></rect>`)
          }
        }
        return [...lines, '</svg>', ''].join('\n')
      },
    }),
  },
  {
    id: 'single-quotes',
    how: 'attributes in single quotes, opacities without a leading 0, and a declaration of XML before the picture',
    answer: () => ({
      picture(image, columns = 28) {
        const ink = Array.from(image.data.keys()).flatMap((i) => {
          const [r, c, v] = [Math.trunc(i / columns), i % columns, image.data[i]]
          const opacity = String(Math.round(1000 * v) / 1000).replace(/^0\./, '.')
          return v === 0 ? [] : [`<rect width='1' height='1' x='${c}' y='${r}' fill-opacity='${opacity}' />`]
        })
        const box = [0, 0, columns, image.data.length / columns].join()
        return `<?xml version="1.0"?>\n<svg xmlns='http://www.w3.org/2000/svg' viewBox='${box}'>${ink.join(' ')}</svg>`
      },
    }),
  },
  {
    id: 'ranking',
    how: 'the digits are ranked by their probability, in a stable sort; the picture comes from a generator of lines',
    answer: () => {
      function* lines({ data }: Tensor, columns: number): Generator<string> {
        yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${columns} ${Math.ceil(data.length / columns)}">`
        for (const [i, v] of data.entries()) {
          const place = `x="${i % columns}" y="${Math.floor(i / columns)}"`
          if (v > 0) yield `<rect ${place} width="1" height="1" fill-opacity="${Math.round(v * 1000) / 1000}"/>`
        }
        yield '</svg>'
      }
      return {
        predict(chain, image) {
          if (image.shape.length !== 2 || image.shape[0] !== 1)
            throw new ShapeError(`One image has the shape [1, pixels], and this is [${image.shape.join(', ')}].`)
          const probabilities = [...softmax(forward(chain, image)).data]
          const ranking = probabilities.map((p, digit) => ({ p, digit })).sort((one, other) => other.p - one.p)
          return { digit: ranking[0].digit, probabilities }
        },
        picture: (image, columns = 28) => [...lines(image, columns)].join('\n'),
      }
    },
  },
]
