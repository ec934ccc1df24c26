import { randomInt } from 'node:crypto'
import { createModuleRunner } from '../resolve/module-runner.ts'
import { solutions } from '../course/trees.ts'
import type * as soaking from '../judge/diagnose/soak.ts'
import { type Command, needsReference, whole } from './command.ts'
import { selectExercises, stageOption } from './exercise-words.ts'

export { run } from './command.ts'

export const command: Command = {
  usage: 'npm run soak',
  about:
    'Runs every law over the reference and all variants with fresh seeds. A right answer that fails is a false alarm.',
  options: {
    seeds: { value: 'N', about: 'how many (100)' },
    from: { value: 'N', about: 'the first seed; left out, it is drawn' },
    stage: stageOption,
    json: { about: 'ends with one line of JSON' },
  },
  async main(given) {
    needsReference('npm run soak')
    const count = given.number('seeds', 100, 'a whole number of at least 1', whole(1))
    const first = given.number('from', randomInt(2 ** 31), 'a whole number', whole(0))
    const seeds = Array.from({ length: count }, (_, i) => first + i)
    const among = selectExercises(given).map(({ id }) => id)
    const began = performance.now()
    const { load, close } = await createModuleRunner({ tree: solutions, mode: 'own' })
    try {
      const { soak } = await load<typeof soaking>('lib/judge/diagnose/soak.ts')
      let told = began
      const { runs, alarms } = await soak(seeds, among, (seed, sofar) => {
        if (performance.now() - told < 10_000) return
        told = performance.now()
        console.log(`seed ${seed}: ${sofar} laws run, ${((told - began) / 1000).toFixed(0)} s`)
      })
      for (const { exercise, answer, title, seed, message } of alarms)
        console.log(`✗ ${exercise} ${answer}, seed ${seed}: ${title}\n    ${message}`)
      const seconds = (performance.now() - began) / 1000
      console.log(
        `${count} seeds from ${first}: ${runs} laws run, ${alarms.length} false alarms, ${seconds.toFixed(0)} s`,
      )
      if (given.has('json'))
        console.log(JSON.stringify({ seeds: count, from: first, runs, failures: alarms.length, seconds, alarms }))
      return alarms.length === 0 ? 0 : 1
    } finally {
      await close()
    }
  },
}
