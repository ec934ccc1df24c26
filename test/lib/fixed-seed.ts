import fc from 'fast-check'

/** Setup file of the house’s tests: KATA_SEED decides what every property draws, so that a failing run fails again. */
fc.configureGlobal({ seed: Number(process.env.KATA_SEED ?? 1) })
