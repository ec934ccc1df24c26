import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { DataError } from '../../../lib/data/data-error.ts'
import { writeIdx } from '../../../lib/data/idx.ts'
import { explainMissing, roleOf } from '../../../lib/data/missing-files.ts'
import { dataset } from '../../../lib/data/mnist.ts'
import { explainAccess } from '../../../lib/data/read-file.ts'
import { dataFolder, images, labels, testImages, testLabels, trainImages, trainLabels } from './folder.ts'

/** How a folder D with four good files becomes another one. What it returns ends what it began. */
type Change = (D: string) => void | (() => void)
type Row = readonly [name: string, change: Change, says: string]

/** The message about a folder, in which it is called D. */
function refusalOf(change: Change, given = (D: string) => D): string {
  const D = dataFolder()
  const end = change(D)
  try {
    dataset(given(D))
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as Error).message.replaceAll(D, 'D').replaceAll('\\', '/')
  } finally {
    end?.()
  }
  return 'it was accepted'
}

const put =
  (name: string, content: Uint8Array | string): Change =>
  (D) =>
    writeFileSync(join(D, name), content)
/** the file is there as .gz only, with this content */
const putGz =
  (name: string, content: Uint8Array): Change =>
  (D) => {
    rmSync(join(D, name))
    writeFileSync(join(D, `${name}.gz`), content)
  }
const instead =
  (name: string, make: (path: string) => void | (() => void)): Change =>
  (D) => {
    rmSync(join(D, name))
    return make(join(D, name))
  }
const rename =
  (...pairs: readonly (readonly [from: string, to: string])[]): Change =>
  (D) => {
    for (const [from, to] of pairs) renameSync(join(D, from), join(D, to))
  }
const empty: Change = (D) => {
  for (const name of [trainImages, trainLabels, testImages, testLabels]) rmSync(join(D, name))
}
const inOrder =
  (...changes: readonly Change[]): Change =>
  (D) =>
    changes.forEach((change) => change(D))

const gzip = (content: Uint8Array | string) => new Uint8Array(gzipSync(content))
const packed = gzip(images(4))
const again = 'Download or copy it again.'
const all = `${trainImages}, ${trainLabels}, ${testImages}, ${testLabels}`
const noneOf = `D has no ${all.replaceAll(', ', ', no ')}, neither raw nor as .gz.`
const lacks = (name: string) => `D has no ${name}, neither raw nor as .gz.`
const isWanted = `Give a folder with ${all}, raw or as .gz.`
const onPosix = (...rows: readonly Row[]): readonly Row[] => (process.platform === 'win32' ? [] : rows)

const contents: readonly Row[] = [
  [
    'a web page in a .gz',
    putGz(trainImages, gzip('<!DOCTYPE html><title>404')),
    `D/${trainImages}.gz should hold images, but it holds a web page (HTML). The server sent a page in place of the file. ${again}`,
  ],
  [
    'a web page that is called .gz',
    putGz(testLabels, new TextEncoder().encode('<html>')),
    `D/${testLabels}.gz should hold labels, but it holds a web page (HTML). The server sent a page in place of the file. ${again}`,
  ],
  ['a file gzipped twice', putGz(trainImages, gzip(packed)), `D/${trainImages}.gz is gzipped twice. Unpack it once.`],
  [
    'a truncated gzip',
    putGz(testImages, packed.subarray(0, -9)),
    `D/${testImages}.gz is a truncated gzip file. ${again}`,
  ],
  [
    'the beginning of a gzip',
    putGz(testImages, packed.subarray(0, 2)),
    `D/${testImages}.gz is a truncated gzip file. ${again}`,
  ],
  ...['\n', 'rubbish', 'ab'].map((rubbish): Row => [
    `a gzip with ${JSON.stringify(rubbish)} behind it`,
    putGz(trainImages, Uint8Array.of(...packed, ...new TextEncoder().encode(rubbish))),
    `D/${trainImages}.gz is a gzip file with other bytes behind its end. Download or copy it again, or unpack it and keep the unpacked file.`,
  ]),
  [
    'a gzip whose checksum is wrong',
    putGz(trainImages, packed.with(-6, packed[packed.length - 6] ^ 1)),
    `D/${trainImages}.gz is a damaged gzip file (incorrect data check). ${again}`,
  ],
  ['an empty .gz', putGz(trainLabels, new Uint8Array(0)), `D/${trainLabels}.gz is empty. ${again}`],
  ['a gzip of nothing', putGz(trainLabels, gzip('')), `D/${trainLabels}.gz is empty. ${again}`],
  [
    'images and labels swapped',
    rename([trainImages, 'x'], [trainLabels, trainImages], ['x', trainLabels]),
    `D/${trainImages} should hold images (magic 2051), but it holds labels (magic 2049). Are the two files swapped?`,
  ],
  [
    'a Git LFS pointer',
    put(trainLabels, 'version https://git-lfs.github.com/spec/v1\n'),
    `D/${trainLabels} should hold labels, but it holds a Git LFS pointer, and not the data. Fetch the data with git lfs pull in the repository it comes from.`,
  ],
]

const values: readonly Row[] = [
  [
    'no training images',
    inOrder(put(trainImages, images(0)), put(trainLabels, labels())),
    `D/${trainImages} holds no images. At least one is wanted.`,
  ],
  [
    'no test images',
    inOrder(put(testImages, images(0)), put(testLabels, labels())),
    `D/${testImages} holds no images. At least one is wanted.`,
  ],
  [
    'no rows',
    put(trainImages, images(4, 0, 28)),
    `D/${trainImages} holds images of 0 × 28 pixels. They want at least one row and one column.`,
  ],
  [
    'no columns',
    put(testImages, images(2, 28, 0)),
    `D/${testImages} holds images of 28 × 0 pixels. They want at least one row and one column.`,
  ],
  [
    'fewer labels than images',
    put(trainLabels, labels(1, 2, 3)),
    `D/${trainImages} holds 4 images, but D/${trainLabels} holds 3 labels. Each image has one label: take both files from one set.`,
  ],
  [
    'counts that disagree in packed files',
    putGz(testLabels, gzip(labels(1, 2, 3))),
    `D/${testImages} holds 2 images, but D/${testLabels}.gz holds 3 labels. Each image has one label: take both files from one set.`,
  ],
  [
    'the letters of EMNIST',
    put(trainLabels, labels(1, 19, 26, 4)),
    `D/${trainLabels} should hold labels from 0 to 9, but holds labels from 1 to 26: label 1, counted from 0, is 19. Take a set of ten classes: of EMNIST, digits or mnist.`,
  ],
  [
    'a label of ten',
    putGz(testLabels, gzip(labels(9, 10))),
    `D/${testLabels}.gz should hold labels from 0 to 9, but holds labels from 9 to 10: label 1, counted from 0, is 10. Take a set of ten classes: of EMNIST, digits or mnist.`,
  ],
  [
    'test images of another size',
    put(testImages, images(2, 3, 2)),
    `D/${trainImages} holds images of 2 × 3 pixels, but D/${testImages} of 3 × 2. One network reads images of one size.`,
  ],
]

const places: readonly Row[] = [
  [
    'a folder in place of a file',
    instead(trainImages, (path) => mkdirSync(path)),
    `D/${trainImages} is a folder, and a file is wanted. Put the file into its place.`,
  ],
  [
    'a folder with the file in it, as Kaggle unpacks it',
    (D) => {
      renameSync(join(D, testLabels), join(D, 'x'))
      mkdirSync(join(D, testLabels))
      renameSync(join(D, 'x'), join(D, testLabels, testLabels))
    },
    `D/${testLabels} is a folder, and a file is wanted. Rename this folder, and move the file that is inside it into its place.`,
  ],
  ...onPosix(
    [
      'a link that leads nowhere',
      instead(trainImages, (path) => symlinkSync('gone', path)),
      `D/${trainImages} is a link to gone, and that is not there. Copy the data themselves.`,
    ],
    [
      'a link that leads to itself',
      instead(trainImages, (path) => symlinkSync(trainImages, path)),
      `D/${trainImages} is a link that leads back to itself. Copy the data themselves.`,
    ],
    [
      'a link to a device',
      instead(testLabels, (path) => symlinkSync('/dev/zero', path)),
      `D/${testLabels} is a device or socket, and a file is wanted. Copy the data into a file.`,
    ],
    [
      'a pipe',
      instead(trainLabels, (path) => {
        execFileSync('mkfifo', [path])
        // opens the other end, so that code that reads the pipe ends as well
        const writer = spawn(process.execPath, ['-e', 'fs.openSync(process.argv[1], "w")', path])
        return () => void writer.kill('SIGKILL')
      }),
      `D/${trainLabels} is a pipe, and a file is wanted. Copy the data into a file.`,
    ],
    [
      'more than 2 GiB',
      instead(trainImages, (path) => {
        writeFileSync(path, '')
        truncateSync(path, 2 ** 31 + 1)
      }),
      `D/${trainImages} has more than 2 GiB. Take a part of it.`,
    ],
  ),
]

const names: readonly Row[] = [
  [
    'dots in place of dashes',
    rename(
      [trainImages, 'train-images.idx3-ubyte'],
      [trainLabels, 'train-labels.idx1-ubyte'],
      [testImages, 't10k-images.idx3-ubyte'],
      [testLabels, 't10k-labels.idx1-ubyte'],
    ),
    `${noneOf} Rename train-images.idx3-ubyte to ${trainImages}. Rename train-labels.idx1-ubyte to ${trainLabels}. Rename t10k-images.idx3-ubyte to ${testImages}. Rename t10k-labels.idx1-ubyte to ${testLabels}.`,
  ],
  [
    'one file with a dot, packed',
    inOrder(putGz(testLabels, gzip(labels(1, 2))), rename([`${testLabels}.gz`, 't10k-labels.idx1-ubyte.gz'])),
    `${lacks(testLabels)} Rename t10k-labels.idx1-ubyte.gz to ${testLabels}.gz.`,
  ],
  [
    'raw and packed',
    inOrder(rename([testLabels, 'test-labels']), put('test-labels.gz', gzip(labels(1, 2)))),
    `${lacks(testLabels)} Rename test-labels to ${testLabels}.`,
  ],
  [
    'several sets of EMNIST',
    inOrder(
      empty,
      ...['balanced', 'byclass', 'digits', 'letters'].map((set) =>
        put(`emnist-${set}-train-images-idx3-ubyte`, images(4)),
      ),
    ),
    `${noneOf} Rename one of emnist-balanced-train-images-idx3-ubyte, emnist-byclass-train-images-idx3-ubyte, emnist-digits-train-images-idx3-ubyte and 1 more to ${trainImages}. The folder holds emnist-balanced-train-images-idx3-ubyte, emnist-byclass-train-images-idx3-ubyte, emnist-digits-train-images-idx3-ubyte, emnist-letters-train-images-idx3-ubyte.`,
  ],
  [
    'QMNIST: its images fit under another name, its labels do not',
    (D) => {
      empty(D)
      const extended = writeIdx([2, 8], new Uint8Array(64))
      extended[2] = 0x0c
      put('qmnist-test-images-idx3-ubyte.gz', gzip(images(2)))(D)
      put('qmnist-test-labels-idx2-int.gz', gzip(extended))(D)
      put(trainImages, images(4))(D)
      put(trainLabels, labels(1, 2, 3, 4))(D)
    },
    `D has no ${testImages}, no ${testLabels}, neither raw nor as .gz. Rename qmnist-test-images-idx3-ubyte.gz to ${testImages}.gz. D/qmnist-test-labels-idx2-int.gz should hold labels, unsigned bytes on 1 axis, but it holds int32 on 2 axes (00 00 0c 02, 2 × 8). QMNIST has its labels in this form: keep the first number of each row, as a byte.`,
  ],
  [
    'a similar name that is no file',
    inOrder(rename([trainImages, 'x']), (D) => mkdirSync(join(D, 'train-images'))),
    `${lacks(trainImages)} D/train-images is a folder, and a file is wanted. Put the file into its place.`,
  ],
  [
    'a similar file that is damaged',
    inOrder(rename([trainImages, 'x']), put('train-images.gz', packed.with(3, 255))),
    `${lacks(trainImages)} D/train-images.gz is a damaged gzip file (unknown header flags set). ${again}`,
  ],
  [
    'nothing similar',
    inOrder(rename([testLabels, 'answers']), put('train-labels-and-images.csv', '1,2,3')),
    `${lacks(testLabels)} A data set has ${all}. The folder holds answers, ${testImages}, train-images-idx3-ubyte, train-labels-and-images.csv, train-labels-idx1-ubyte.`,
  ],
  [
    'more than eight other files, of which one is an archive',
    inOrder(empty, ...Array.from('abcdefghij', (name) => put(`${name}.txt`, name)), put('k.zip', 'PK')),
    `${noneOf} The folder holds a.txt, b.txt, c.txt, d.txt, e.txt, f.txt, g.txt, h.txt and 3 more. Unpack k.zip, and give the folder with the four files.`,
  ],
  ...onPosix([
    'a name that a terminal would obey',
    inOrder(empty, put('a\x1b[2J', '')),
    `${noneOf} The folder holds a?[2J.`,
  ]),
  ['an empty folder', empty, `${noneOf} The folder is empty.`],
  [
    'the files two folders deeper, as torchvision keeps them',
    (D) => {
      mkdirSync(join(D, 'MNIST/raw'), { recursive: true })
      for (let n = 10; n < 40; n++) writeFileSync(join(D, `A${n}`), '')
      for (const name of [trainImages, trainLabels, testLabels]) renameSync(join(D, name), join(D, 'MNIST/raw', name))
      renameSync(join(D, testImages), join(D, 'MNIST/raw', `${testImages}.gz`))
    },
    `${noneOf} All of them are in D/MNIST/raw: give that folder.`,
  ],
]

/** What is given for the folder D. */
const folders: readonly (readonly [name: string, change: Change, given: (D: string) => string, says: string])[] = [
  ['no name', () => {}, () => '', `--data wants a folder, but its name is empty. ${isWanted}`],
  ['a folder that is not there', () => {}, (D) => join(D, 'nowhere'), `There is no D/nowhere. ${isWanted}`],
  ['a file', () => {}, (D) => join(D, trainImages), `D/${trainImages} is a file, and a folder is wanted. ${isWanted}`],
  [
    'an archive',
    put('digits.tar.gz', packed),
    (D) => join(D, 'digits.tar.gz'),
    'D/digits.tar.gz is a file, and a folder is wanted. Unpack it, and give the folder with the four files.',
  ],
  ...(process.platform === 'win32'
    ? []
    : ([
        [
          'a folder in a file',
          () => {},
          (D) => join(D, trainImages, 'raw'),
          `There is no D/${trainImages}/raw: a part of this path is a file. ${isWanted}`,
        ],
        [
          'a link that leads nowhere',
          (D) => symlinkSync('gone', join(D, 'link')),
          (D) => join(D, 'link'),
          `D/link is a link to gone, and that is not there. Copy the data themselves. ${isWanted}`,
        ],
      ] satisfies typeof folders)),
]

describe.each([
  ['what is in a file', contents],
  ['what the four files say together', values],
  ['what is in the place of a file', places],
  ['what the files are called', names],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_, change, says) => expect(refusalOf(change)).toBe(says))
})

test.each([
  ['train-images-idx3-ubyte', 'train images'],
  ['Train_Imgs.gz', 'train images'],
  ['emnist-letters-test-labels-idx1-ubyte', 'test labels'],
  ['t10k-labels.idx1-ubyte', 'test labels'],
  ['train-test-images', undefined],
  ['images', undefined],
  ['train-images-and-labels.csv', undefined],
  ['train', undefined],
])('a file called %s holds: %s', (name, role) => {
  expect(roleOf(name)).toBe(role)
})

describe('what is given in place of a folder', () => {
  test.each(folders)('%s', (_, change, given, says) => expect(refusalOf(change, given)).toBe(says))
})

describe('an error of the file system names the path', () => {
  const isForbidden = 'You have no right to read D. Change its permissions, or copy the data to a folder of your own.'

  test.each([
    ['EACCES', isForbidden],
    ['EPERM', isForbidden],
    ['ERR_FS_FILE_TOO_LARGE', 'D has more than 2 GiB. Take a part of it.'],
    ['EIO', 'D cannot be read: what Node says.'],
  ])('%s', (code, says) => {
    expect(explainAccess('D', Object.assign(new Error('what Node says'), { code }))).toBe(says)
  })

  // the administrator may read everything, and Windows has other rights
  const hasRights = process.platform !== 'win32' && process.getuid?.() !== 0
  const forbid =
    (mode: number, name = ''): Change =>
    (D) => {
      chmodSync(join(D, name), mode)
      return () => chmodSync(D, 0o700)
    }
  const forbidden: readonly Row[] = [
    ['a file', forbid(0, trainImages), isForbidden.replace('D.', `D/${trainImages}.`)],
    ['a folder', forbid(0), isForbidden],
    ['a folder that may only be listed', forbid(0o400), isForbidden],
    ['a folder whose names are known', forbid(0o100), 'it was accepted'],
  ]
  test.each([['no error', () => {}, 'it was accepted'] as const, ...(hasRights ? forbidden : [])])(
    '%s that may not be read',
    (_, change, says) => expect(refusalOf(change)).toBe(says),
  )

  test('a folder that cannot be listed lacks a file', () => {
    expect(explainMissing('nowhere', [testLabels], [trainImages, testLabels])).toBe(
      `nowhere has no ${testLabels}, neither raw nor as .gz. The other files of the folder cannot be listed.`,
    )
  })
})

describe('what can be trained on is accepted', () => {
  test.each<[name: string, change: Change]>([
    ['raw files', () => {}],
    ['a packed file', putGz(trainImages, packed)],
    ['a file called .gz that is raw', putGz(trainImages, images(4))],
    ['a packed file without .gz', put(trainImages, packed)],
    ['a gzip with zeros behind it, as on a tape', putGz(trainImages, Uint8Array.of(...packed, 0, 0, 0))],
    ['a raw file beside a broken .gz', put(`${trainImages}.gz`, packed.subarray(0, 9))],
    ['other files beside the four', put('README', 'digits')],
    ...onPosix([
      'links',
      instead(trainImages, (path) => (writeFileSync(`${path}.x`, images(4)), symlinkSync(`${trainImages}.x`, path))),
      '',
    ]).map(([name, change]): [string, Change] => [name, change]),
  ])('%s', (_, change) => {
    const D = dataFolder()
    change(D)
    const { files, remarks } = dataset(D)
    expect(files.trainImages).toEqual(images(4))
    expect(files.testLabels).toEqual(labels(2, 1))
    expect(remarks).toEqual([])
  })
})

test.each([
  [
    'one class in training',
    { [trainLabels]: labels(3, 3, 3, 3), [testLabels]: labels(3, 5) },
    [
      'All training images have the label 3: there is nothing to tell apart.',
      'Only test images have the label 5: training never shows it, and it cannot be read.',
    ],
  ],
  [
    'one class in the test',
    { [testLabels]: labels(9, 9) },
    ['All test images have the label 9: the accuracy says nothing about the others.'],
  ],
  [
    'classes that training never shows',
    { [testLabels]: labels(8, 7) },
    ['Only test images have the label 7, 8: training never shows it, and it cannot be read.'],
  ],
])('%s is a remark', (_, replaced, remarks) => {
  expect(dataset(dataFolder(replaced)).remarks).toEqual(remarks)
})
