/** One of the page's rooms. */
export interface View {
  readonly slug: 'chain' | 'softmax' | 'mnist' | 'draw'
  readonly title: string
  /** one sentence below the title */
  readonly about: string
  /** the exercises whose code it runs, by slug (chain-link/joints): the shell says whose each is */
  readonly uses: readonly string[]
  /** Builds it into an empty host. It may be left and come back to: state that should live on stays in the module. */
  mount(host: HTMLElement): Mounted
}

export interface Mounted {
  /** called when it is left: stops timers, workers, listeners */
  unmount(): void
}
