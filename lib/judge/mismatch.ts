/** A wrong answer: what was expected, what came, and where. The message is for whoever wrote the answer. */
export class Mismatch extends Error {
  override name = 'wrong'
}

/** A test that cannot tell right from wrong at this point: the fault is the test's, never the learner's. */
export class BrokenTest extends Error {
  override name = 'broken test'
}
