import { useState } from 'react'
import type { Connector, Guide as GuideOfConnector } from '../../contract/connector.ts'
import { Disclosure } from '../ui/disclosure.tsx'
import { useMediaQuery } from '../ui/use-media-query.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { GuideText } from './guide-text.tsx'
import styles from './guide.module.css'
import { ScopeList } from './scope-list.tsx'

const BESIDE = '(width >= 768px)'

type GuideProps = {
  connector: Connector
  /** In the place of the connector's own. */
  guide?: GuideOfConnector | undefined
}

/** How to get the secret: beside the form where there is room, below it and folded where there is not. */
export function Guide({ connector, guide = connector.guide }: GuideProps) {
  const isBeside = useMediaQuery(BESIDE)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <aside className={styles['guide']} aria-label={guide.title}>
      {isBeside ? (
        <>
          <h3 className={styles['title']}>{guide.title}</h3>
          <GuideContent connector={connector} guide={guide} />
        </>
      ) : (
        <Disclosure summary={guide.title} open={isOpen} onOpenChange={setIsOpen}>
          <GuideContent connector={connector} guide={guide} />
        </Disclosure>
      )}
    </aside>
  )
}

function GuideContent({
  connector: { scopes },
  guide,
}: Required<Pick<GuideProps, 'connector'>> & { guide: GuideOfConnector }) {
  const { steps, warning, sections, links } = guide
  return (
    <div className={styles['content']}>
      <ol className={styles['steps']}>
        {steps.map((step) => (
          <li key={step}>
            <GuideText text={step} />
          </li>
        ))}
      </ol>
      <p className={styles['warning']}>
        <strong>{warning.title}</strong> <GuideText text={warning.text} />
      </p>
      {scopes.length > 0 && (
        <section className={styles['section']}>
          <h4>Scopes</h4>
          <ScopeList scopes={scopes} />
        </section>
      )}
      {sections.map(({ title, paragraphs }) => (
        <section key={title} className={styles['section']}>
          <h4>{title}</h4>
          {paragraphs.map((paragraph) => (
            <p key={paragraph}>
              <GuideText text={paragraph} />
            </p>
          ))}
        </section>
      ))}
      <ul className={styles['links']}>
        {links.map(({ label, url }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer noopener">
              {label}
              <VisuallyHidden> (opens a new tab)</VisuallyHidden>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
