import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'

/** Sorts test files in the order of the course: an exercise comes before those that build on it. */
export class CourseSequencer extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => exercises.indexOf(exerciseOf(moduleId) as Exercise)
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)))
  }
}
