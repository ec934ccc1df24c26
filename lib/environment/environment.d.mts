export const engines: string
export function findObstacle(root: string): string | undefined
export function checkNode(version: string): string | undefined
export function checkPath(root: string, separator: string): string | undefined
export function checkPackages(root: string, env: Record<string, string | undefined>): string | undefined
export function checkFolder(folder: string): string | undefined
export function checkMemory(file: string): string | undefined
export function explainLoadFailure(error: Error): string
