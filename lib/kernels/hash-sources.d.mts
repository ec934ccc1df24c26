export function hashSources(folder: string): string
