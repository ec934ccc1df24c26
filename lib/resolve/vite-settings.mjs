// Plain JavaScript, because run.mjs bundles each command with the same settings.
const root = process.cwd().replaceAll('\\', '/')

/**
 * The settings that Vite would otherwise look for in the folders above a file. There it could find the tsconfig.json of a submission,
 * the PostCSS of a workspace, or the .env of another project. Spread it first into every configuration of Vite.
 */
export const viteSettings = {
  root,
  configFile: false,
  envDir: false,
  publicDir: false,
  tsconfig: `${root}/lib/resolve/tsconfig.run.json`,
  css: { postcss: { plugins: [] } },
  cacheDir: `${root}/.out/vite`, // node_modules may be read-only
}
