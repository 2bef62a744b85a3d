import * as z from 'zod/mini'
import { regionChoiceSchema } from './region.ts'
import { resourceKindSchema } from './resource-kind.ts'
import { idSchema, statusSchema } from './credential.ts'

/** Raised when a message means something else than before. What is only added does not raise it. */
export const EMBED_VERSION = 1

/** The whole step with its tiles, or the overlay *Add New Credential* alone. */
export const embedViewSchema = z.enum(['step', 'overlay'])
export type EmbedView = z.infer<typeof embedViewSchema>

/** What a host may set of the look. What has too little contrast is moved until it has enough. */
export const embedThemeSchema = z.object({
  /** `#rrggbb`. */
  accent: z.optional(z.string().check(z.regex(/^#[\da-f]{6}$/iu))),
  /** Pixels, 0 to 16. */
  radius: z.optional(z.number().check(z.minimum(0), z.maximum(16))),
  /** A list of families, as CSS has it. Only fonts that the machine has. */
  font: z.optional(z.string().check(z.maxLength(200), z.regex(/^[\w \-,'"]+$/u))),
  /**
   * `auto`, the default, is what the person's machine asks for. The frame's element needs the same as its `color-scheme`
   * (`light dark` for `auto`): where the two differ, browsers paint an opaque ground behind a page that has none.
   */
  scheme: z.optional(z.enum(['light', 'dark', 'auto'])),
})
export type EmbedTheme = z.infer<typeof embedThemeSchema>

const textSchema = z.optional(z.string().check(z.minLength(1), z.maxLength(200)))

/** The texts that may differ from Latchkey's own. */
export const embedTextsSchema = z.object({
  /** The heading of the step, "Authenticate". */
  title: textSchema,
  /** The sentence below it. */
  sentence: textSchema,
  /** The tile and the overlay: "Add Credential", "Add New Credential". */
  addCredential: textSchema,
  overlayTitle: textSchema,
  /** The button that takes the chosen credential: "Use credential". */
  select: textSchema,
})
export type EmbedTexts = z.infer<typeof embedTextsSchema>

const version = { latchkey: z.literal(EMBED_VERSION) }

/** From the host's page to the frame. */
export const messageToFrameSchema = z.discriminatedUnion('type', [
  /** The first, in answer to `ready`. */
  z.object({
    ...version,
    type: z.literal('open'),
    token: z.string(),
    connector: z.string(),
    purpose: resourceKindSchema,
    view: embedViewSchema,
    theme: z.optional(embedThemeSchema),
    texts: z.optional(embedTextsSchema),
    /** The credential chosen before. */
    selected: z.optional(idSchema),
    /** The frame stands in the page, and not over it: Escape does not close it, and its height is told (`resized`). */
    isInPage: z.optional(z.boolean()),
  }),
  /** In answer to `session_needed`; null where the host has no other. */
  z.object({ ...version, type: z.literal('session'), token: z.nullable(z.string()) }),
  z.object({ ...version, type: z.literal('theme'), theme: embedThemeSchema }),
  /** To be answered with `pong`, or the frame counts as broken. */
  z.object({ ...version, type: z.literal('ping') }),
])
export type MessageToFrame = z.infer<typeof messageToFrameSchema>

/** A credential, as far as a host's page is told of it. The host's server asks `/v1` whether it is so. */
export const selectedCredentialSchema = z.object({
  id: idSchema,
  name: z.string(),
  connector: z.string(),
  region: regionChoiceSchema,
  status: statusSchema,
})
export type SelectedCredential = z.infer<typeof selectedCredentialSchema>

/** From the frame to the host's page. */
export const messageFromFrameSchema = z.discriminatedUnion('type', [
  /** Its code runs: it waits for `open`. */
  z.object({ ...version, type: z.literal('ready') }),
  /** There is something to see. */
  z.object({ ...version, type: z.literal('shown') }),
  /** The session is over or was refused: another token is wanted. */
  z.object({ ...version, type: z.literal('session_needed') }),
  z.object({ ...version, type: z.literal('selected'), credential: selectedCredentialSchema }),
  z.object({ ...version, type: z.literal('closed') }),
  /** It cannot go on, and has said so to the person. */
  z.object({ ...version, type: z.literal('failed'), code: z.enum(['session_refused', 'no_answer', 'broken']) }),
  /** Pixels that it would fill, for a frame that stands in the page. */
  z.object({ ...version, type: z.literal('resized'), height: z.number() }),
  z.object({ ...version, type: z.literal('pong') }),
])
export type MessageFromFrame = z.infer<typeof messageFromFrameSchema>
