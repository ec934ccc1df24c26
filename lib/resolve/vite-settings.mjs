// Plain JavaScript, because run.mjs bundles each command with the same settings.
const root = process.cwd().replaceAll('\\', '/')

/**
 * What Vite would look for in the folders above a file, and finds here instead: a tsconfig.json beside a submission, the PostCSS
 * of a workspace, the .env or the vite.config.ts of another project. Spread it first into every configuration of Vite.
 */
export const viteSettings = {
  root,
  configFile: false,
  envDir: false,
  publicDir: false,
  tsconfig: `${root}/lib/resolve/tsconfig.run.json`,
  css: { postcss: { plugins: [] } },
  cacheDir: `${root}/.out/vite`, // and not in node_modules, which may be read-only
}
