import type { Person } from '../../models/person.ts'

/** Why a sign-in is not taken, as far as the person at the browser is told. */
export type RefusalKind =
  /** What the identity provider sent is not what was agreed: forged, altered, expired, for somebody else. */
  | 'message'
  /** Used before, too late, or begun in another browser. */
  | 'late'
  /** Nobody with this identity was invited. The same whether a person of this e-mail exists or not. */
  | 'person'
  /** Too many were refused from this address. */
  | 'often'
  /** A one-time code that is used, replaced, too late, mistyped too often or another browser's. */
  | 'code'
  /** Too many codes were asked for, by this address or for this mailbox, whether somebody has it or not. */
  | 'codes'

/** A sign-in that is not taken. The message is for the log only; it holds no name and no address. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused'
  readonly kind: RefusalKind
  /** Who is linked by another identity and has the address that was asserted: for administrators alone. */
  readonly other: Person | undefined
  constructor(kind: RefusalKind, reason: string, options?: ErrorOptions & { other?: Person }) {
    // Libraries quote what they read, at any length.
    super(reason.slice(0, 300), options)
    this.kind = kind
    this.other = options?.other
  }
}
