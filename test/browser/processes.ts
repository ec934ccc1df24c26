import { execFileSync } from 'node:child_process'

/** ids of the processes that a process has started, and those they have; none on Windows, which has no ps */
export function descendants(of: number): number[] {
  if (process.platform === 'win32') return []
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n')
  const alive = rows.map((row) => row.trim().split(/\s+/)).filter(([, , state]) => !state.startsWith('Z'))
  const children = alive.filter(([, parent]) => Number(parent) === of).map(([pid]) => Number(pid))
  return children.flatMap((child) => [child, ...descendants(child)])
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
