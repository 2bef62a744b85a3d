import type { AccountWords } from './account-words.ts'
import styles from './workspace-name.module.css'

/** A workspace's name, and the mark of one that is there for tests: it may be called like the real one. */
export function WorkspaceName({ words }: { words: Pick<AccountWords, 'workspace' | 'testMark'> }) {
  return (
    <>
      <bdi>{words.workspace}</bdi>
      {words.testMark && (
        <>
          {' '}
          <span className={styles['test']}>{words.testMark}</span>
        </>
      )}
    </>
  )
}
