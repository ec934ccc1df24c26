/** A data file that cannot be used. The message names it as it is on the disk, and says what to do. */
export class DataError extends Error {
  override name = 'DataError'

  /** Names and contents of files may hold control characters, which a terminal would obey. */
  constructor(message: string) {
    super(message.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '?'))
  }
}

/** The advice for a file that was damaged on its way. */
export const copyAgain = 'Download or copy it again.'
