/** A data file that cannot be used. The message has its path on the disk, and says what to do. */
export class DataError extends Error {
  override name = 'DataError'

  /** Escapes the control characters of names and contents, which a terminal would obey. */
  constructor(message: string) {
    super(message.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '?'))
  }
}

/** The advice for a damaged file. */
export const copyAgain = 'Download or copy it again.'
