/** A training in a few numbers. */
export interface Recorded {
  readonly run: string
  readonly steps: number
  readonly batch: number
  readonly rate: number
  /** 0: none, for a batch of this size */
  readonly usual: number
  readonly accuracy: number
  /** how many different digits were read */
  readonly digits: number
  /** first, highest, end, last, before: see lib/training/curve.ts */
  readonly curve: readonly number[]
  /** loss, lossOfTwo, confidence: see lib/training/probe.ts */
  readonly look: readonly number[]
  /** silent units of the hidden layer, and all of them; nothing if there is no such layer */
  readonly silent: readonly number[]
  /** of each layer */
  readonly moved: readonly number[]
}

function parse(text: string): Recorded[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [run, ...parts] = line.split('|')
      const [about, curve, look, silent, moved] = parts.map((part) =>
        part.trim().split(/\s+/).filter(Boolean).map(Number),
      )
      const [steps, batch, rate, usual, accuracy, digits] = about
      return { run: run.trim(), steps, batch, rate, usual, accuracy, digits, curve, look, silent, moved }
    })
}

/**
 * Trainings on MNIST:
 * what | steps, batch, rate, usual rate, accuracy, different digits read | curve | look | silent units, of | moved
 *
 * Those with a fault, from the sixth group on, saw the first 10,000 images.
 */
export const recorded = {
  'that learn well': parse(`
mlp, minibatch, rate 0.1, 10 epochs, seed 0 | 18750 32 0.1 0.1 0.9678 10 | 2.449 1.627 0.08233 0.06807 0.07323 | 0.09679 1.504 0.9697 | 0 32 | 1.925 2.317
mlp, article, rate 0.1, 100 epochs, seed 0 | 100 60000 0.1 0.1 0.8801 10 | 2.365 2.365 0.4905 0.5007 0.5268 | 0.52 1.744 0.7303 | 0 32 | 0.3906 0.3836
mlp, minibatch, rate 0.1, 10 epochs, seed 1 | 18750 32 0.1 0.1 0.9679 10 | 2.456 1.528 0.07959 0.07312 0.07866 | 0.07677 1.499 0.972 | 0 32 | 1.921 2.266
mlp, article, rate 0.1, 100 epochs, seed 1 | 100 60000 0.1 0.1 0.8774 10 | 2.462 2.462 0.4934 0.5035 0.5293 | 0.5177 1.747 0.7253 | 0 32 | 0.3898 0.3691
softmax, minibatch, rate 0.1, 10 epochs, seed 0 | 18750 32 0.1 0.1 0.9228 10 | 2.318 1.481 0.2383 0.2672 0.2688 | 0.2863 1.59 0.9006 |  | 3.386
softmax, article, rate 0.01, 1 epoch, seed 0 | 60000 1 0.01 0.01 0.905 10 | 2.865 1.007 0.2331 0.2475 0.3296 | 0.3391 1.608 0.8894 |  | 2.669
mlp, minibatch, rate 0.5, 10 epochs, seed 0 | 18750 32 0.5 0.1 0.9577 10 | 2.449 1.455 0.1002 0.09231 0.09968 | 0.1272 1.507 0.9729 | 2 32 | 4.584 2.688
mlp, minibatch, rate 0.01, 1 epoch, seed 0 | 1875 32 0.01 0.1 0.8974 10 | 2.449 2.227 0.394 0.3972 0.417 | 0.4081 1.676 0.8059 | 0 32 | 0.4703 0.4958
mlp, minibatch, rate 0.1, 1 epoch, seed 0 | 1875 32 0.1 0.1 0.9418 10 | 2.449 1.627 0.223 0.2125 0.2257 | 0.2039 1.566 0.9138 | 0 32 | 0.9162 1.052
softmax, minibatch, rate 0.1, 1 epoch, seed 0 | 1875 32 0.1 0.1 0.9135 10 | 2.318 1.481 0.3571 0.3262 0.3759 | 0.3383 1.63 0.8574 |  | 1.912
softmax, minibatch, rate 1, 10 epochs, seed 0 | 18750 32 1 0.1 0.9113 10 | 2.318 2.189 0.3321 0.3682 0.3672 | 0.3987 1.57 0.9468 |  | 8.719`),
  'that were once taken for a second softmax': parse(`
mlp, minibatch, rate 1, 2 epochs, seed 0 | 3750 32 1 0.1 0.3968 8 | 2.449 2.82 1.475 1.508 1.518 | 1.516 2.053 0.406 | 28 32 | 2.797 3.646
mlp, article, rate 0.1, 16 epochs, seed 0 | 16 60000 0.1 0.1 0.6568 10 | 2.365 2.365 1.549 1.573 1.667 | 1.557 2.167 0.2648 | 0 32 | 0.1299 0.08504
softmax, minibatch, rate 0.0004, 2 epochs, seed 0 | 3750 32 0.0004 0.1 0.7357 10 | 2.318 2.413 1.406 1.407 1.469 | 1.441 2.139 0.2891 |  | 0.272
mlp, minibatch, rate 1, 2 epochs, seed 1 | 3750 32 1 0.1 0.308 6 | 2.456 3.604 1.72 1.753 1.765 | 1.717 2.12 0.3308 | 30 32 | 2.536 5.206
mlp, article, rate 0.1, 16 epochs, seed 1 | 16 60000 0.1 0.1 0.6999 10 | 2.462 2.462 1.411 1.436 1.543 | 1.416 2.127 0.3048 | 0 32 | 0.1453 0.09247`),
  'whose rate is too large': parse(`
mlp, minibatch, rate 3, 2 epochs, seed 0 | 3750 32 3 0.1 0.1009 1 | 2.449 4.259 2.322 2.325 2.327 | 2.326 2.301 0.1665 | 32 32 | 6.854 23
softmax, minibatch, rate 3, 2 epochs, seed 0 | 3750 32 3 0.1 0.8503 10 | 2.318 7.951 1.462 1.136 1.108 | 1.496 1.611 0.9745 |  | 15.17
mlp, article, rate 3, 100 epochs, seed 0 | 100 60000 3 0.1 0.1135 1 | 2.365 65.73 2.301 2.301 2.301 | 2.299 2.302 0.1124 | 32 32 | 15.02 36.23
softmax, article, rate 3, 1 epoch, seed 0 | 60000 1 3 0.01 0.8807 10 | 2.865 42.47 21.16 21.62 29.84 | 29.42 1.585 0.9991 |  | 368.9
mlp, minibatch, rate 10, 2 epochs, seed 0 | 3750 32 10 0.1 0.1009 1 | 2.449 21.2 2.453 2.47 2.479 | 2.704 2.313 0.4556 | 32 32 | 59.71 194.6
softmax, minibatch, rate 10, 2 epochs, seed 0 | 3750 32 10 0.1 0.8467 10 | 2.318 28.78 5.09 3.909 3.842 | 5.056 1.617 0.9923 |  | 52.09
mlp, article, rate 10, 100 epochs, seed 0 | 100 60000 10 0.1 0.1135 1 | 2.365 384.6 2.301 2.301 2.301 | 2.299 2.302 0.1124 | 32 32 | 55.9 156.3
softmax, article, rate 10, 1 epoch, seed 0 | 60000 1 10 0.01 0.8754 10 | 2.865 141.3 72.38 72.81 99.59 | 106.9 1.602 0.9999 |  | 1217
mlp, minibatch, rate 100, 2 epochs, seed 0 | 3750 32 100 0.1 0.1009 1 | 2.449 631000 40.67 42.04 42.92 | 43.23 2.367 0.9998 | 32 32 | 111200 139400
softmax, minibatch, rate 100, 2 epochs, seed 0 | 3750 32 100 0.1 0.8767 10 | 2.318 263.9 55.11 40.29 38.89 | 40.38 1.591 0.9997 |  | 538.2
mlp, article, rate 100, 100 epochs, seed 0 | 100 60000 100 0.1 0.1135 1 | 2.365 1201000 47 39.53 43.1 | 46.13 2.321 0.83 | 32 32 | 36040 65140
softmax, article, rate 100, 1 epoch, seed 0 | 60000 1 100 0.01 0.875 10 | 2.865 1436 739.2 756.2 986.8 | 960.7 1.596 1 |  | 12190
mlp, minibatch, rate 3, 2 epochs, seed 1 | 3750 32 3 0.1 0.1009 1 | 2.456 3.679 2.323 2.329 2.327 | 2.329 2.303 0.1607 | 32 32 | 6.811 17.33
softmax, article, rate 0.1, 1 epoch, seed 0 | 60000 1 0.1 0.01 0.8689 10 | 2.865 1.323 0.6139 0.6758 0.8778 | 1.083 1.608 0.9669 |  | 11.16
mlp, article, rate 10, 1 epoch, seed 0 | 1 60000 10 0.1 0.1994 3 | 2.365 2.365 2.365 2.365 0 | 12.11 2.255 0.8726 | 9 32 | 1.489 0.739
mlp, article, rate 10, 2 epochs, seed 0 | 2 60000 10 0.1 0.1601 2 | 2.365 13.49 13.49 13.49 2.365 | 360.9 2.318 0.9534 | 18 32 | 6.257 41.68
mlp, minibatch, rate 0.7, 1 epoch, seed 0 | 1875 32 0.7 0.1 0.9189 10 | 2.449 1.851 0.359 0.3201 0.3303 | 0.2851 1.583 0.9167 | 12 32 | 2.527 1.549
mlp, article, rate 1, 100 epochs, seed 0 | 100 60000 1 0.1 0.912 10 | 2.365 2.393 0.3122 0.3181 0.3275 | 0.3238 1.618 0.8759 | 12 32 | 0.9186 1.235
mlp, minibatch, batches of 1, rate 0.1, 1 epoch, seed 0 | 60000 1 0.1 0 0.6098 10 | 2.183 1.682 1.144 1.192 0.9883 | 1.569 1.858 0.6962 | 16 32 | 10.93 3.807`),
  'whose rate is too small': parse(`
mlp, minibatch, rate 0.00001, 1 epoch, seed 0 | 1875 32 0.00001 0.1 0.1156 10 | 2.449 2.392 2.357 2.342 2.338 | 2.339 2.298 0.189 | 0 32 | 0.002696 0.001386
softmax, minibatch, rate 0.00001, 1 epoch, seed 0 | 1875 32 0.00001 0.1 0.0991 10 | 2.318 2.455 2.396 2.402 2.414 | 2.427 2.308 0.1765 |  | 0.005028
mlp, minibatch, rate 0.00001, 2 epochs, seed 0 | 3750 32 0.00001 0.1 0.1247 10 | 2.449 2.392 2.32 2.319 2.323 | 2.317 2.297 0.1829 | 0 32 | 0.005223 0.002666
softmax, minibatch, rate 0.00001, 2 epochs, seed 0 | 3750 32 0.00001 0.1 0.1061 10 | 2.318 2.455 2.374 2.38 2.382 | 2.403 2.306 0.1738 |  | 0.009932
mlp, minibatch, rate 0.00001, 10 epochs, seed 0 | 18750 32 0.00001 0.1 0.1953 10 | 2.449 2.392 2.185 2.196 2.209 | 2.198 2.285 0.167 | 0 32 | 0.02174 0.0109
softmax, minibatch, rate 0.00001, 10 epochs, seed 0 | 18750 32 0.00001 0.1 0.1998 10 | 2.318 2.455 2.204 2.213 2.233 | 2.239 2.29 0.1648 |  | 0.046
softmax, minibatch, rate 0.00001, 10 epochs, seed 1 | 18750 32 0.00001 0.1 0.1517 10 | 2.592 2.542 2.278 2.284 2.304 | 2.254 2.292 0.1662 |  | 0.04654
mlp, minibatch, rate 0.0001, 2 epochs, seed 0 | 3750 32 0.0001 0.1 0.2669 10 | 2.449 2.389 2.084 2.091 2.114 | 2.098 2.272 0.1721 | 0 32 | 0.03838 0.01868
softmax, minibatch, rate 0.0001, 2 epochs, seed 0 | 3750 32 0.0001 0.1 0.3602 10 | 2.318 2.429 2.038 2.041 2.071 | 2.072 2.269 0.1704 |  | 0.08614
mlp, article, rate 0.003, 100 epochs, seed 0 | 100 60000 0.003 0.1 0.2372 10 | 2.365 2.365 2.126 2.133 2.15 | 2.137 2.277 0.1694 | 0 32 | 0.03194 0.02647`),
  'that have not finished': parse(`
mlp, article, rate 0.1, 1 epoch, seed 0 | 1 60000 0.1 0.1 0.1609 10 | 2.365 2.365 2.365 2.365 0 | 2.248 2.292 0.1648 | 0 32 | 0.01489 0.007394
mlp, article, rate 0.1, 1 epoch, seed 1 | 1 60000 0.1 0.1 0.1559 10 | 2.462 2.462 2.462 2.462 0 | 2.269 2.294 0.1631 | 0 32 | 0.01867 0.009635
mlp, article, rate 0.1, 5 epochs, seed 0 | 5 60000 0.1 0.1 0.314 10 | 2.365 2.365 2.068 2.068 2.12 | 2.042 2.263 0.1778 | 0 32 | 0.049 0.02428
mlp, article, rate 0.1, 50 epochs, seed 0 | 50 60000 0.1 0.1 0.849 10 | 2.365 2.365 0.7115 0.7315 0.7891 | 0.7511 1.873 0.5819 | 0 32 | 0.2942 0.2593
mlp, minibatch, rate 0.001, 1 epoch, seed 0 | 1875 32 0.001 0.1 0.7195 10 | 2.449 2.365 1.379 1.407 1.492 | 1.419 2.132 0.3 | 0 32 | 0.1508 0.1046
softmax, minibatch, rate 0.001, 2 epochs, seed 0 | 3750 32 0.001 0.1 0.8191 10 | 2.318 2.4 0.9461 0.9413 0.992 | 0.9753 1.976 0.4648 |  | 0.4914
softmax, article, rate 0.00001, 1 epoch, seed 0 | 60000 1 0.00001 0.01 0.5187 10 | 2.865 2.424 1.796 1.85 1.928 | 1.902 2.243 0.1886 |  | 0.13`),
  'with a second softmax in the loss': parse(`
mlp, minibatch, softmax in the loss | 1878 32 0.1 0.1 0.8795 10 | 2.309 2.278 1.547 1.559 1.566 | 0.4352 1.591 0.9317 | 0 32 | 0.7626 0.9647
softmax, minibatch, softmax in the loss | 1878 32 0.1 0.1 0.836 10 | 2.303 2.285 1.624 1.628 1.628 | 0.511 1.666 0.8578 |  | 1.7
mlp, article, softmax in the loss | 50 10000 0.1 0.1 0.2915 9 | 2.296 2.296 2.216 2.219 2.227 | 2.02 2.229 0.267 | 0 32 | 0.07442 0.0441
softmax, article, softmax in the loss | 10000 1 0.01 0.01 0.7895 10 | 2.347 2.194 1.654 1.654 1.696 | 0.7236 1.717 0.822 |  | 1.363`),
  'whose labels are one place off': parse(`
mlp, minibatch, labels one place off | 1878 32 0.1 0.1 0.109 10 | 2.207 2.323 2.276 2.273 2.28 | 2.318 2.302 0.1337 | 0 32 | 0.3372 0.1708
softmax, minibatch, labels one place off | 1878 32 0.1 0.1 0.104 10 | 2.327 2.4 2.292 2.299 2.292 | 2.392 2.301 0.1971 |  | 0.9342
mlp, article, labels one place off | 50 10000 0.1 0.1 0.106 10 | 2.418 2.418 2.3 2.3 2.301 | 2.317 2.303 0.1267 | 0 32 | 0.05306 0.03003
softmax, article, labels one place off | 10000 1 0.01 0.01 0.0915 10 | 2.647 2.553 2.509 2.509 2.515 | 2.48 2.305 0.2505 |  | 0.6911`),
  'whose training labels alone are off': parse(`
mlp, minibatch, train labels off | 1878 32 0.1 0.1 0.108 10 | 2.207 2.323 2.272 2.27 2.276 | 2.281 2.299 0.1324 | 0 32 | 0.3438 0.1893
mlp, article, train labels off | 50 10000 0.1 0.1 0.156 10 | 2.418 2.418 2.3 2.3 2.301 | 2.284 2.3 0.1266 | 0 32 | 0.05311 0.03003`),
  'whose gradient has no 1/B': parse(`
mlp, minibatch, no 1/B | 1878 32 0.1 0.1 0.0875 1 | 2.515 5.979 2.329 2.328 2.325 | 2.312 2.303 0.1213 | 32 32 | 8.518 23.37
softmax, minibatch, no 1/B | 1878 32 0.1 0.1 0.863 10 | 2.382 7.539 0.8705 0.8346 0.7341 | 1.146 1.589 0.9741 |  | 15.16
mlp, article, no 1/B | 50 10000 0.1 0.1 0.0895 1 | 2.361 4987000000 486.3 501.4 371.5 | 323.6 2.374 1 | 32 32 | 36030000 28220000`),
  'that go up the gradient': parse(`
softmax, minibatch, y - p | 1878 32 0.1 0.1 0.096 1 | 2.382 6186 6186 5870 5307 | 5777 2.372 1 |  | 237
mlp, article, y - p | 50 10000 0.1 0.1 0.0875 1 | 2.361 2657000000000000000 2657000000000000000 888900000000000000 10190000000000000 | 6260000000000000000 2.376 1 | 1 32 | 134500000 272300000
softmax, article, y - p | 10000 1 0.01 0.01 0.096 1 | 2.865 3057 3057 3057 2955 | 3076 2.372 1 |  | 126.2`),
  'whose weights no step reaches': parse(`
mlp, minibatch, db only | 1878 32 0.1 0.1 0.2595 10 | 2.515 2.333 2.133 2.15 2.153 | 2.167 2.283 0.1564 | 0 32 | 0 0
softmax, minibatch, db only | 1878 32 0.1 0.1 0.062 10 | 2.382 2.419 2.405 2.402 2.39 | 2.431 2.311 0.1646 |  | 0
mlp, article, last layer only | 50 10000 0.1 0.1 0.268 10 | 2.361 2.361 2.132 2.138 2.153 | 2.143 2.28 0.1561 | 0 32 | 0 0.2503`),
  'whose mean is taken twice': parse(`
mlp, article, 1/B twice | 50 10000 0.1 0.1 0.103 10 | 2.361 2.361 2.36 2.36 2.36 | 2.363 2.3 0.1966 | 0 32 | 0.00007409 0.00003676`),
}
