export const engines: string
export function findObstacle(root: string): string | undefined
export function nodeObstacle(version: string): string | undefined
export function pathObstacle(root: string, separator: string): string | undefined
export function packagesObstacle(root: string, env: Record<string, string | undefined>): string | undefined
export function folderObstacle(folder: string): string | undefined
export function memoryObstacle(file: string): string | undefined
export function explainLoadFailure(error: Error): string
