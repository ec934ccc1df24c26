import type { InlineConfig, Plugin } from 'vite'
import { type Code, resolver } from '../../resolve/resolver.ts'
import { root } from '../../course/trees.ts'
import { viteSettings } from '../../resolve/vite-settings.mjs'
import { paletteStyle } from '../../pictures/palette.ts'
import { lessons } from './lessons.ts'
import { mnistFiles } from './mnist.ts'
import { results } from './results.ts'
import { saves } from './saves.ts'

/** The folder of the page's own files. */
const folder = `${root}/lib/page`

/** The colours of pictures and reports. */
const colours: Plugin = {
  name: 'colours',
  transformIndexHtml: () => [{ tag: 'style', children: paletteStyle(':root'), injectTo: 'head' }],
}

/** Vite’s configuration for the page of npm run play, on the given code. The page requests nothing from other hosts. */
export function site(code: Code): InlineConfig {
  const ofCode = (): Plugin[] => [saves(code), resolver(code)] // saves comes first, so it reports a broken source with its place
  // the plugins of rooms, for files that are not modules
  const ofRooms: Plugin[] = [mnistFiles(code), results(code), lessons(), colours]
  return {
    ...viteSettings,
    root: folder,
    base: './',
    clearScreen: false,
    logLevel: 'error',
    plugins: [...ofCode(), ...ofRooms],
    worker: { format: 'es', plugins: ofCode },
    optimizeDeps: { noDiscovery: true },
    server: {
      host: '127.0.0.1',
      fs: { allow: [root, code.tree] },
      hmr: { overlay: false }, // the page shows errors itself, in place
      headers: {
        // threads share memory: browsers have SharedArrayBuffer for isolated pages only
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    build: {
      target: 'es2022',
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1000,
      sourcemap: true, // for the lines of errors
      rolldownOptions: { output: { sourcemapExcludeSources: true } },
    },
  }
}
