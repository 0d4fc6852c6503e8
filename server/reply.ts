import type { Response } from 'express'

export type Crumb = { readonly text: string; readonly href: string }

/** What a page tells the frame around it. */
export type About = {
  readonly title: string
  /** The forum the page belongs to: its navigation is shown. */
  readonly forum?: { readonly id: string; readonly name: string }
  readonly section?: Section
  readonly breadcrumbs?: readonly Crumb[]
}

/** The entries of a forum's navigation. */
export type Section = 'home' | 'meetings' | 'actions' | 'keyCommunications' | 'terms' | 'members'

/** A view-model: plain data for a template, with what the frame needs in `page`. */
export type ViewModel = { readonly page: About }

export type Reply =
  | {
      readonly kind: 'view'
      readonly name: string
      readonly model: ViewModel
      readonly status: number
      /** The error summary of a form shown again. */
      readonly errors?: readonly Crumb[]
    }
  | { readonly kind: 'redirect'; readonly to: string; readonly notice: string | undefined }
  | { readonly kind: 'file'; readonly name: string; readonly type: string; readonly content: Buffer }
  | { readonly kind: 'feed'; readonly type: string; readonly content: string }
  | { readonly kind: 'json'; readonly value: unknown; readonly status: number }

/** A page. Templates are named by their path below views/. */
export const view = (name: string, model: ViewModel, status = 200): Reply => ({ kind: 'view', name, model, status })

/** Somewhere else, after a post; the notice is shown there once, and says nothing confidential. */
export const redirect = (to: string, notice?: string): Reply => ({ kind: 'redirect', to, notice })

/** A download, always as an attachment under a policy that runs nothing. */
export const file = (name: string, type: string, content: Buffer): Reply => ({ kind: 'file', name, type, content })

/** A feed or other public text that may be kept for five minutes. */
export const feed = (type: string, content: string): Reply => ({ kind: 'feed', type, content })

/** An answer to our own scripts. */
export const json = (value: unknown, status = 200): Reply => ({ kind: 'json', value, status })

/** Sends everything but a view, which needs the frame. */
export function send(res: Response, reply: Exclude<Reply, { kind: 'view' | 'redirect' }>): void {
  switch (reply.kind) {
    case 'file':
      res.set('Content-Security-Policy', "sandbox; default-src 'none'")
      res.set('Content-Disposition', contentDisposition(reply.name))
      res.type(reply.type).send(reply.content)
      return
    case 'feed':
      res.set('Cache-Control', 'public, max-age=300')
      res.type(reply.type).send(reply.content)
      return
    case 'json':
      res.status(reply.status).json(reply.value)
  }
}

/** An attachment under this name, for every browser (RFC 6266). */
export function contentDisposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
