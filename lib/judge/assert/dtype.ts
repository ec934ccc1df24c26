import { type Dtype, type Tensor, dtypeOf, tensor } from '#lib/tensor'
import { Mismatch } from './mismatch.ts'
import { type Inputs, copyInputs } from './pure.ts'
import { isWhole } from './whole.ts'

const dtypes = ['float32', 'float64'] as const

/** The result has the dtype of the input `first`, whatever dtype each of the other tensors has. */
export function expectDtypeOf<I extends Inputs>(
  run: (inputs: I) => unknown,
  inputs: I,
  first: string,
  name: string,
): void {
  const tensors = Object.keys(inputs).filter((input) => isWhole(inputs[input]))
  for (const own of dtypes) {
    for (const others of dtypes) {
      const mixed = copyInputs(inputs) as Record<string, unknown>
      for (const input of tensors) mixed[input] = withDtype(mixed[input] as Tensor, input === first ? own : others)
      const result = run(mixed as I)
      if (!isWhole(result) || dtypeOf(result) === own) continue
      const beside = tensors.filter((input) => input !== first).map((input) => ` and ${input} ${others}`)
      throw new Mismatch(
        `${name} is a ${dtypeOf(result)} tensor where ${first} is ${own}${beside.join('')}, expected a ${own} tensor: the dtype follows ${first}.`,
      )
    }
  }
}

function withDtype({ shape, data }: Tensor, dtype: Dtype): Tensor {
  return tensor(shape, dtype === 'float32' ? Float32Array.from(data) : Float64Array.from(data))
}
