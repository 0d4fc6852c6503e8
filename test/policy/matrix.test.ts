import { expect } from 'chai'
import mongoose from 'mongoose'
import { permits, scopeOf } from '../../server/policy/scope.ts'
import { type Resource, audiences, resources, services, type Viewer } from '../../server/policy/terms.ts'
import { serviceCells } from './cells/services.ts'
import { tables } from './everyTable.ts'
import { type Row, cell, everybody, recordOf } from './tables.ts'

const rows = tables.flat()

const audienceOf = ({ words }: Row): string => words.split(/\s+/)[0]!
const stateOf = ({ words }: Row): string => words.split(/\s+/)[1]!
const distinct = (all: readonly string[]): string[] => [...new Set(all)]

/** Administrators and records officers run some resources of the installation, whatever stands on the record. */
const runs = (viewer: Viewer, resource: Resource): boolean =>
  viewer.kind === 'person' && viewer.offices.length > 0 && ['forum', 'seat', 'auditEntry'].includes(resource)

describe('The policy', () => {
  it('has a table for every resource', () => {
    expect([...new Set(rows.map(({ resource }) => resource))].toSorted()).to.deep.equal(resources.toSorted())
  })

  for (const table of tables)
    it(`lets people do with ${table[0]!.resource} what its table says, and nothing else`, () => {
      const wrong = table.flatMap((row) =>
        everybody.flatMap(([who, viewer]) => {
          const allowed = cell(row, who, viewer)
          return allowed === row.cells[who] ? [] : [`${row.words}, ${who}: ${allowed} instead of ${row.cells[who]}`]
        }),
      )
      expect(wrong).to.deep.equal([])
    })

  it('has a line for every audience with every state', () => {
    const missing = tables.flatMap((table) => {
      const there = new Set(table.map((row) => `${audienceOf(row)} ${stateOf(row)}`))
      const asked = distinct(table.map(audienceOf)).flatMap((audience) =>
        distinct(table.map(stateOf)).map((state) => `${audience} ${state}`),
      )
      return asked.filter((words) => !there.has(words)).map((words) => `${table[0]!.resource} ${words}`)
    })
    expect(missing).to.deep.equal([])
  })

  it('gives nobody a record of an audience that its table does not name', () => {
    const wrong = tables.flatMap((table) => {
      const named = table.map(audienceOf)
      const others = named.includes('-') ? [] : [...audiences, 'everywhere'].filter((each) => !named.includes(each))
      return others.flatMap((audience) =>
        distinct(table.map(stateOf)).flatMap((state) =>
          ['', ' theirs'].flatMap((differing) =>
            everybody
              .filter(([, viewer]) => !runs(viewer, table[0]!.resource))
              .flatMap(([who, viewer]) => {
                const words = `${audience} ${state}${differing}`
                const allowed = cell({ resource: table[0]!.resource, words }, who, viewer)
                return allowed === '.' ? [] : [`${table[0]!.resource} ${audience} ${state}, ${who}: ${allowed}`]
              }),
          ),
        ),
      )
    })
    expect(wrong).to.deep.equal([])
  })

  it('keeps every agenda, paper, minute, discussion and note from administrators and records officers', () => {
    const said = ['item', 'paper', 'comment', 'note', 'minutes', 'part', 'draft', 'decision', 'action'] as const
    const open = rows.filter(({ resource, cells }) => said.includes(resource as never) && cells.visitor === '.')
    const seen = open.filter(({ cells }) => cells.admin !== '.' || cells.recs !== '.')
    expect(seen).to.deep.equal([])
    expect(open.length).to.be.greaterThan(50)
  })

  it('keeps what is one side’s from everybody but its own current seats', () => {
    const sideRows = rows.filter((row) => audienceOf(row) === 'side')
    const own = ['chair', 'vice', 'viceK', 'secr', 'member', 'keyed', 'observ']
    const seen = sideRows.flatMap(({ resource, words, cells }) =>
      Object.entries(cells)
        .filter(([who, may]) => may !== '.' && own.includes(who) === words.endsWith('theirs'))
        .map(([who]) => `${resource} ${words}, ${who}`),
    )
    expect(seen).to.deep.equal([])
  })

  it('finds in the database exactly what it permits in memory', async function () {
    this.timeout(60_000)
    const sample = everybody.filter(([who]) => ['visitor', 'secr', 'member', 'guest', 'membE', 'below'].includes(who))
    const records = sample.flatMap(([who]) =>
      rows.map((row, at) => ({ _id: `${who} ${at}`, resource: row.resource, as: who, ...recordOf(row, who) })),
    )
    const scratch = mongoose.connection.db!.collection<(typeof records)[number]>('policymatrix')
    await scratch.insertMany(records)
    for (const [who, viewer] of sample)
      for (const resource of resources) {
        const scope = { $and: [{ as: who, resource }, scopeOf(viewer, 'read', resource)] }
        const found = await scratch.find(scope as object).toArray()
        const mine = records.filter((record) => record.as === who && record.resource === resource)
        const permitted = mine.filter((record) => permits(viewer, 'read', resource, record))
        expect(found.map(({ _id }) => _id).toSorted(), `${who} ${resource}`).to.deep.equal(
          permitted.map(({ _id }) => _id).toSorted(),
        )
      }
    await scratch.drop()
  })

  it('gives each part of the software what it is listed with, and nothing else', () => {
    const found = services.map((name) => {
      const viewer: Viewer = { kind: 'service', name }
      const held = resources.map((resource) => {
        const cells = rows.filter((row) => row.resource === resource).map((row) => cell(row, name, viewer))
        return [resource, cells.toSorted((a, b) => b.length - a.length)[0]]
      })
      return [name, Object.fromEntries(held.filter(([, letters]) => letters !== '.'))]
    })
    expect(Object.fromEntries(found)).to.deep.equal(serviceCells)
  })

  it('lets no part of the service that checks or sends papers read a side’s own', () => {
    const ofSides = rows.filter((row) => row.resource === 'paper' && audienceOf(row) === 'side')
    expect(ofSides).not.to.have.length(0)
    for (const name of ['releases', 'outbox', 'reminders'] as const)
      expect(ofSides.filter((row) => cell(row, name, { kind: 'service', name }) !== '.')).to.deep.equal([])
  })

  it('gives an anonymous pass what everybody may read, and nothing else', () => {
    const viewer: Viewer = { kind: 'voice', round: 'this' }
    const held = rows.filter((row) => cell(row, 'voice', viewer) !== '.')
    expect(held.filter((row) => row.cells.visitor === '.')).to.deep.equal([])
  })
})
