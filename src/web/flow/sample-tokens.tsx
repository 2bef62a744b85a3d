import { useQuery } from '@tanstack/react-query'
import type { Behaviour } from '../../contract/sandbox.ts'
import { sampleTokensQuery } from '../api/sandbox.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { FailedNotice } from './failed-notice.tsx'
import styles from './sample-tokens.module.css'

/** The sandbox's tokens by what they do. Each is copied whole and shown in part, as a real one would be. */
export function SampleTokens() {
  const { data: tokens, isError, error, refetch, isFetching } = useQuery(sampleTokensQuery)
  if (isError && !tokens) {
    return (
      <FailedNotice
        title="The sample tokens could not be loaded."
        failure={error}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
      />
    )
  }
  if (!tokens) return null
  return (
    <ul className={styles['tokens']} aria-label="Sample tokens">
      {tokens.map(({ behaviour, region, token, expects }) => (
        <li key={token} className={styles['token']}>
          <div className={styles['words']}>
            <p>
              <strong>{behaviourWords[behaviour].name}</strong> · {region.toUpperCase()}
            </p>
            <p className={styles['expects']}>
              {behaviourWords[behaviour].answer} Expect: {expects}.
            </p>
            <code className={styles['masked']}>{`${token.slice(0, 6)}••••••••`}</code>
          </div>
          <CopyButton text={token} what={`sample token: ${behaviourWords[behaviour].name}, ${region.toUpperCase()}`} />
        </li>
      ))}
    </ul>
  )
}

const behaviourWords: Record<Behaviour, { name: string; answer: string }> = {
  accepted: { name: 'Accepted', answer: 'A good token.' },
  test_workspace: { name: 'Test workspace', answer: 'A good token of a workspace made for tests.' },
  invalid: { name: 'Invalid', answer: 'A token that nobody has issued.' },
  revoked: { name: 'Revoked', answer: 'Was good once.' },
  suspended: { name: 'Suspended', answer: 'Its app is suspended.' },
  restricted: { name: 'Restricted', answer: 'Lacks a permission.' },
  throttled: { name: 'Throttled', answer: 'Too many calls: asks to wait.' },
  slow: { name: 'Slow', answer: 'Answers after 3 s.' },
  hanging: { name: 'Hanging', answer: 'Sends headers and then nothing.' },
  server_error: { name: 'Server error', answer: 'Answers 500.' },
  html_403: { name: 'HTML 403', answer: 'A load balancer’s page.' },
  garbage: { name: 'Garbage', answer: 'Answers what is not JSON.' },
  redirect: { name: 'Redirect', answer: 'Points to another origin.' },
  bomb: { name: 'Bomb', answer: '200 MB out of 200 KB.' },
  null_account: { name: 'No account', answer: 'Accepted, but the account is null.' },
}
