/**
 * What a host's page says and is told. Written out here and not taken from the contract, so that the types stand alone,
 * without zod, beside the script; a test holds the two together.
 */

/** How the screen looks. What has too little contrast is moved until it has enough. */
export interface AuthenticateTheme {
  /** `#rrggbb`. */
  accent?: string | undefined
  /** Pixels, 0 to 16. */
  radius?: number | undefined
  /** A list of families, as CSS has it. Only fonts that the person's machine has. */
  font?: string | undefined
  /** `auto`, the default, is what the person's machine asks for. */
  scheme?: 'light' | 'dark' | 'auto' | undefined
}

/** Texts in place of Latchkey's own, up to 200 characters each. */
export interface AuthenticateTexts {
  /** The heading of the step: "Authenticate". */
  title?: string | undefined
  /** The sentence below it. */
  sentence?: string | undefined
  /** The tile that opens the overlay: "Add Credential". */
  addCredential?: string | undefined
  /** The heading of the overlay: "Add New Credential". */
  overlayTitle?: string | undefined
  /** The button that takes the chosen credential: "Use credential". */
  select?: string | undefined
}

/** What was chosen, as the page is told. Have your server ask `/v1` whether it is so before you rely on it. */
export interface SelectedCredential {
  id: string
  name: string
  connector: string
  region: 'auto' | 'us' | 'eu' | 'au'
  status: 'verified' | 'unverified' | 'failed'
}

/**
 * Why the screen is not to be used. The person has been told, in the frame or in its place.
 * - `session_refused`: there was no token, or Latchkey did not take it.
 * - `no_answer`: Latchkey did not answer within ten seconds, or may not be framed by this page.
 * - `broken`: the screen stopped answering.
 */
export interface AuthenticateFailure {
  code: 'session_refused' | 'no_answer' | 'broken'
}

export interface AuthenticateOptions {
  /** Latchkey's origin: `https://latchkey.example.com`. */
  latchkey: string
  /**
   * A token of `POST /v1/sessions`, or what fetches one from your server. A token works once and a session ends after
   * fifteen minutes: with a function the person goes on unaware of it. Null, or a rejection, where there is none.
   */
  session: string | (() => Promise<string | null>)
  /** The connector's id: `intercom`. */
  connector: string
  /** What the credential is chosen for. */
  purpose: 'source' | 'destination'
  /** The whole step with its tiles, the default, or the overlay *Add New Credential* alone. */
  view?: 'step' | 'overlay' | undefined
  /** Where the frame stands in the page. Without it, it lies over the whole page until it is closed. */
  container?: HTMLElement | undefined
  theme?: AuthenticateTheme | undefined
  texts?: AuthenticateTexts | undefined
  /** The id of the credential chosen before. */
  selected?: string | undefined
  /** One was chosen; the frame is gone by then. */
  onSelected: (credential: SelectedCredential) => void
  /** The person left without choosing, or another call took this one's place; the frame is gone by then. */
  onClosed?: (() => void) | undefined
  /** It cannot be used for now, but is still there: the person may try again. */
  onFailed?: ((failure: AuthenticateFailure) => void) | undefined
}

export interface OpenedAuthenticate {
  /** What was put into the page. */
  readonly element: HTMLElement
  /** Takes it out again, at any moment, and tells nobody. */
  close: () => void
  setTheme: (theme: AuthenticateTheme) => void
}
