import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { type Exercise, exerciseOf, exercises } from '../course/exercises.ts'

/** Tests in the order of the course: what was saved comes before what builds on it. */
export class CourseSequencer extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => exercises.indexOf(exerciseOf(moduleId) as Exercise)
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)))
  }
}
