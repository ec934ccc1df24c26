import { relative } from 'node:path'
import { type Rolldown, build } from 'vite'
import { replaceLinks } from '../../course/links.ts'
import { type Code, resolver } from '../../resolve/resolver.ts'
import { root, toForwardSlashes } from '../../course/trees.ts'
import { viteSettings } from '../../resolve/vite-settings.mjs'

/**
 * Bundles the training worker into one module of plain JavaScript with its source map. The dev server would count the rounds of a kata's
 * loops, which is slow. So the worker is bundled as in npm run train.
 *
 * If the code cannot be bundled, the worker reports the reason.
 */
export async function bundleWorker(code: Code): Promise<string> {
  try {
    const { output } = (await build({
      ...viteSettings,
      logLevel: 'silent',
      plugins: [resolver(code)],
      build: {
        write: false,
        target: 'es2022',
        minify: false,
        sourcemap: 'inline',
        modulePreload: false,
        rolldownOptions: {
          input: `${root}/lib/page/mnist/worker.ts`,
          output: { format: 'es', keepNames: true, codeSplitting: false },
        },
      },
    })) as Rolldown.RolldownOutput
    return output[0].code
  } catch (error) {
    return `self.onmessage = () => self.postMessage(${JSON.stringify(explainBuildError(error as Rolldown.RolldownError))})`
  }
}

/** An error of the bundler, as an error of the file that it names. */
function explainBuildError({
  message,
  errors,
}: Rolldown.RolldownError & { errors?: readonly Rolldown.RolldownError[] }) {
  const first = errors?.[0]
  const file = first?.id ?? first?.loc?.file
  const place = file && {
    file: toForwardSlashes(relative(root, replaceLinks(file.replace(/\?.*$/, '')))),
    line: first?.loc?.line,
  }
  return { say: 'failed', name: 'SyntaxError', message: first?.message ?? message, stack: '', place }
}
