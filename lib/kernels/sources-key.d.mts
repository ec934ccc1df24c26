export function sourcesKey(folder: string): string
