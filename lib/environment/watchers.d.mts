export function pollIfNeeded(root: string, env: Record<string, string | undefined>, platform?: string): void
export function hasWatchersFor(root: string): boolean
