import type { RequestHandler, Router } from 'express'
import { z } from 'zod'
import { everyRoute, publicRoutes } from '../../../routes/index.ts'
import { guarded } from '../../../server/page.ts'
import type { Ids } from './forums.ts'
import type { Chance, Value } from './values.ts'

/** What a JSON schema says of one input, as far as it is needed to make one up. */
type Shape = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly const?: string | number | boolean
  readonly minimum?: number
}

/** A route of the application as `page()` made it. */
export type Route = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly open: boolean
  readonly takesFile: boolean
  /** The fields of its form; of an address with a query, the query. */
  readonly fields: Readonly<Record<string, Shape>>
  /** What else its address reads, in its path and its query. */
  readonly place: readonly string[]
}

type Layer = {
  readonly handle: RequestHandler & Partial<Router>
  readonly route?: { readonly path: string; readonly stack: readonly { method: string; handle: RequestHandler }[] }
}

function routesOf(router: Partial<Router>): Route[] {
  return ((router.stack ?? []) as unknown as readonly Layer[]).flatMap(({ route, handle }) => {
    if (route === undefined) return routesOf(handle)
    return route.stack.map((each) => {
      const { input, open, takesFile } = guarded.get(each.handle)!
      const shape = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Shape
      const whole = shape.properties?.['fields']?.properties ?? shape.properties ?? {}
      const fields = Object.fromEntries(Object.entries(whole).filter(([name]) => !route.path.includes(`:${name}`)))
      const method = each.method === 'post' ? 'POST' : 'GET'
      const params = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name!)
      const place = [...params, ...Object.keys(shape.properties?.['place']?.properties ?? {})]
      return { method, path: route.path, open, takesFile, fields, place }
    })
  })
}

/** Every route of the application but sign-on and health, with what it reads. */
export const everyRouteOf = (): Route[] => [...routesOf(publicRoutes), ...routesOf(everyRoute)]

/** What the parameter `id` is in this address. */
const nameOf = (path: string, name: string): string =>
  name !== 'id' ? name : path.includes('/invitations/') ? 'invitation' : 'keyCommunication'

/** The address with its parameters: one of the ids given under the parameter's name, or what `other` gives. */
export const address = (path: string, ids: Ids, chance: Chance, other: (name: string) => string): string =>
  path.replace(/:(\w+)/g, (_, name: string) => {
    const known = ids[nameOf(path, name)]
    return known === undefined ? other(name) : chance.one(known)
  })

/** What stands in an address where no record does. */
export const plain: Readonly<Record<string, string>> = {
  version: '1',
  side: 'staff',
  section: 'purpose',
  field: 'source',
  start: '0',
  end: '4',
}

/** An input that fits a shape, or nearly: ids of records under a field's name, words it lists, numbers in its range. */
export function fitting(shape: Shape, name: string, ids: Ids, chance: Chance): Value {
  const known = ids[name]
  if (shape.properties) return fields(shape.properties, ids, chance)
  if (shape.type === 'array' || shape.items) return [fitting(shape.items ?? {}, name.replace(/s$/, ''), ids, chance)]
  if (shape.anyOf) return fitting(chance.one(shape.anyOf), name, ids, chance)
  if (shape.enum) return String(chance.one(shape.enum))
  if (shape.const !== undefined) return String(shape.const)
  if (known !== undefined) return chance.one(known)
  if (name === 'id' || name === 'token') return chance.hex(32)
  if (name === 'hash') return 'a'.repeat(64)
  if (shape.type === 'boolean') return 'on'
  if (shape.type === 'integer' || /^(revision|version|shown|minutes)$/.test(name)) return String(shape.minimum ?? 0)
  if (/email/i.test(name)) return `${chance.hex(12)}@example.org`
  if (/date|until|from|due|when/i.test(name)) return chance.one(['2027-03-04', '10:00', '14:30'])
  return chance.one(['Some words', 'A line\nand another', 'yes', '1'])
}

/** A whole form that fits. */
export const fields = (shapes: Readonly<Record<string, Shape>>, ids: Ids, chance: Chance): Record<string, Value> =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, fitting(shape, name, ids, chance)]))
