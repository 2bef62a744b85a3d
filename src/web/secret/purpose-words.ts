import type { Purpose } from './use-attempt.ts'

type PurposeWords = {
  /** The button that goes on although a permission is missing; null where there is nothing to go on to. */
  acceptRestricted: string | null
  /** The button that goes on although the provider was not asked. */
  acceptUnverified: string | null
  /** How things stand while the provider cannot be asked. */
  meanwhile: string | null
  /** What is certain after Latchkey gave no answer. */
  unanswered: string
  /** What is certain after it refused. */
  refused: string
}

export const purposeWords: Record<Purpose, PurposeWords> = {
  save: {
    acceptRestricted: 'Save anyway',
    acceptUnverified: 'Save without checking',
    meanwhile: null,
    unanswered: 'Nothing you typed is lost, and trying again cannot save it twice.',
    refused: 'Nothing was saved, and nothing you typed is lost.',
  },
  test: {
    acceptRestricted: null,
    acceptUnverified: null,
    meanwhile: null,
    unanswered: 'Nothing you typed is lost, and a test stores nothing.',
    refused: 'Nothing was tested, and nothing you typed is lost.',
  },
  replace: {
    acceptRestricted: 'Replace all the same',
    acceptUnverified: null,
    meanwhile: 'The old token stays in use: only one that has passed its check replaces it.',
    unanswered: 'Nothing you typed is lost, and trying again cannot replace it twice.',
    refused: 'The old token stays in use, and nothing you typed is lost.',
  },
  reconnect: {
    acceptRestricted: 'Save anyway',
    acceptUnverified: null,
    meanwhile: 'The old connection stays in use: only one that has passed its check replaces it.',
    unanswered: 'What you connected is not lost, and trying again cannot save it twice.',
    refused: 'The old connection stays in use, and what you connected is not lost.',
  },
}
