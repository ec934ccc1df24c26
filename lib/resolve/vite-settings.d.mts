import type { InlineConfig } from 'vite'

export const viteSettings: InlineConfig
