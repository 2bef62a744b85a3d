import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { lookAgain } from './open-by-link.ts'

/** Goes on by itself when whoever comes back to the page has signed in elsewhere. */
export function useLookAgain(): void {
  const client = useQueryClient()
  useEffect(() => {
    const look = () => void lookAgain(client)
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [client])
}
