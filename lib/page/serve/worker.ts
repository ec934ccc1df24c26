import { relative } from 'node:path'
import { type Rolldown, build } from 'vite'
import { replaceLinks } from '../../course/links.ts'
import { type Code, resolver } from '../../resolve/resolver.ts'
import { root, toForwardSlashes } from '../../course/trees.ts'
import { viteSettings } from '../../resolve/vite-settings.mjs'

/**
 * The worker that trains, as one module of plain JavaScript, its source map inside. The dev server counts the rounds of a
 * kata's loops; what trains is not slowed down, so it is bundled as npm run train bundles it.
 *
 * Code that cannot be bundled becomes a worker that tells the reason.
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

/** What the bundler says, as an error of the file it speaks of. */
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
