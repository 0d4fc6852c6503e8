import { expect } from 'chai'
import { Decimal128, Double } from 'bson'
import { failureOf, served } from './served.ts'

// oxlint-disable-next-line unicorn/no-thenable -- the field's name in MongoDB
const branch = { case: { $lt: ['$n', 3] }, then: 'low' }
const at = new Date('2026-03-29T00:30:00Z')

/** Expressions over one document, and what they come to. */
const expressions: Readonly<Record<string, readonly (readonly [unknown, unknown])[]>> = {
  'missing and null': [
    [{ $ifNull: ['$none', '$nothing', 5] }, 5],
    [{ $add: ['$none', 1] }, null],
    [{ $eq: ['$none', null] }, false],
    [{ $lt: ['$none', null] }, true],
    [{ $type: '$none' }, 'missing'],
    [{ $concat: ['a', '$none'] }, null],
    [{ $size: { $ifNull: ['$none', []] } }, 0],
  ],
  'arithmetic in the right type': [
    [{ $type: { $add: [1, 2] } }, 'int'],
    [{ $type: { $add: [1, new Double(2)] } }, 'double'],
    [{ $type: { $add: [2147483647, 1] } }, 'long'],
    [{ $type: { $divide: [4, 2] } }, 'double'],
    [{ $toString: { $add: [Decimal128.fromString('0.1'), Decimal128.fromString('0.2')] } }, '0.3'],
    [{ $toString: { $divide: [Decimal128.fromString('1'), 4] } }, '0.25'],
    [{ $subtract: [new Date(5000), new Date(2000)] }, 3000],
    [{ $subtract: [new Date(5000), 1000] }, new Date(4000)],
    [{ $mod: [-7, 3] }, -1],
    [{ $round: [2.5] }, 2],
    [{ $round: [1234.567, -2] }, 1200],
    [{ $trunc: [1.29, 1] }, 1.2],
    [{ $abs: -5 }, 5],
    [{ $max: [1, 'a', null] }, 'a'],
    [{ $avg: [1, 2, 'x'] }, 1.5],
  ],
  text: [
    [{ $toUpper: '$name' }, 'JÖRG'],
    [{ $substrCP: ['$name', 1, 2] }, 'ör'],
    [{ $strLenCP: '$name' }, 4],
    [{ $strLenBytes: '$name' }, 5],
    [{ $split: ['a-b-c', '-'] }, ['a', 'b', 'c']],
    [{ $indexOfCP: ['$name', 'r'] }, 2],
    [{ $trim: { input: '  x ' } }, 'x'],
    [{ $ltrim: { input: 'xxabx', chars: 'x' } }, 'abx'],
    [{ $regexMatch: { input: '$name', regex: '^j', options: 'i' } }, true],
    [{ $regexFind: { input: 'abc12', regex: /(\d)(\d)/ } }, { match: '12', idx: 3, captures: ['1', '2'] }],
    [{ $replaceAll: { input: 'aXbX', find: 'X', replacement: { $literal: '$&' } } }, 'a$&b$&'],
    [{ $strcasecmp: ['A', 'a'] }, 0],
  ],
  'arrays and sets': [
    [{ $map: { input: '$list', as: 'x', in: { $add: ['$$x', 1] } } }, [2, 3, 4]],
    [{ $filter: { input: '$list', cond: { $gte: ['$$this', 2] }, limit: 1 } }, [2]],
    [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    [{ $arrayElemAt: ['$list', -1] }, 3],
    [{ $slice: ['$list', 1, 1] }, [2]],
    [{ $concatArrays: ['$list', [9]] }, [1, 2, 3, 9]],
    [{ $in: [2, '$list'] }, true],
    [{ $indexOfArray: ['$list', 3] }, 2],
    [{ $reverseArray: '$list' }, [3, 2, 1]],
    [{ $range: [0, 6, 2] }, [0, 2, 4]],
    [
      {
        $setUnion: [
          [1, 2],
          [2, 3],
        ],
      },
      [1, 2, 3],
    ],
    [{ $setDifference: ['$list', [2]] }, [1, 3]],
    [{ $setIsSubset: [[1], '$list'] }, true],
    [{ $sortArray: { input: [{ n: 2 }, { n: 1 }], sortBy: { n: 1 } } }, [{ n: 1 }, { n: 2 }]],
    [
      {
        $zip: {
          inputs: [
            ['a', 'b'],
            [1, 2],
          ],
        },
      },
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['$people.name', ['Ann', 'Bob']],
    [{ $first: '$people.name' }, 'Ann'],
    [
      {
        $arrayToObject: [
          [
            ['k', 1],
            ['l', 2],
          ],
        ],
      },
      { k: 1, l: 2 },
    ],
    [{ $objectToArray: { a: 1 } }, [{ k: 'a', v: 1 }]],
    [{ $mergeObjects: [{ a: 1, b: 1 }, null, { b: 2 }] }, { a: 1, b: 2 }],
    [{ $getField: { field: 'a.b', input: { $literal: { 'a.b': 7 } } } }, 7],
    [{ $let: { vars: { x: 2 }, in: { $multiply: ['$$x', '$n'] } } }, 10],
    [{ $switch: { branches: [branch], default: 'high' } }, 'high'],
  ],
  conversions: [
    [{ $toInt: '12' }, 12],
    [{ $toDouble: '1.5' }, 1.5],
    [{ $toString: true }, 'true'],
    [{ $toDate: '2026-05-01' }, new Date('2026-05-01T00:00:00Z')],
    [{ $convert: { input: 'x', to: 'int', onError: 'bad', onNull: 0 } }, 'bad'],
    [{ $convert: { input: null, to: 'int', onNull: 0 } }, 0],
    [{ $toBool: 0 }, false],
  ],
  'dates, in the time zone asked for': [
    [{ $dateToString: { date: '$at', format: '%Y-%m-%d %H:%M' } }, '2026-03-29 00:30'],
    [{ $dateToString: { date: '$at' } }, '2026-03-29T00:30:00.000Z'],
    [
      { $dateToString: { date: new Date('2026-07-01T12:00:00Z'), format: '%H:%M %z', timezone: 'Europe/London' } },
      '13:00 +0100',
    ],
    [{ $hour: { date: new Date('2026-07-01T12:00:00Z'), timezone: 'Europe/London' } }, 13],
    [{ $year: '$at' }, 2026],
    [{ $dayOfWeek: '$at' }, 1],
    [{ $isoWeek: new Date('2027-01-01') }, 53],
    [{ $week: new Date('2026-01-04') }, 1],
    [{ $dateAdd: { startDate: new Date('2026-01-31'), unit: 'month', amount: 1 } }, new Date('2026-02-28')],
    [
      {
        $dateSubtract: {
          startDate: new Date('2026-03-29T12:00:00Z'),
          unit: 'day',
          amount: 1,
          timezone: 'Europe/London',
        },
      },
      new Date('2026-03-28T13:00:00Z'),
    ],
    [{ $dateDiff: { startDate: new Date('2025-12-31T23:59:00Z'), endDate: new Date('2026-01-01'), unit: 'year' } }, 1],
    [{ $dateDiff: { startDate: new Date('2026-01-01'), endDate: new Date('2026-01-15'), unit: 'week' } }, 2],
    [
      { $dateTrunc: { date: new Date('2026-05-06T10:11:12Z'), unit: 'week', startOfWeek: 'monday' } },
      new Date('2026-05-04'),
    ],
    [
      { $dateTrunc: { date: new Date('2026-05-06T10:11:12Z'), unit: 'hour', binSize: 6 } },
      new Date('2026-05-06T06:00:00Z'),
    ],
    [
      { $dateFromParts: { year: 2026, month: 7, day: 1, hour: 9, timezone: 'Europe/London' } },
      new Date('2026-07-01T08:00:00Z'),
    ],
    [{ $dateFromParts: { year: 2026, month: 14 } }, new Date('2027-02-01')],
    [
      { $dateToParts: { date: '$at' } },
      { year: 2026, month: 3, day: 29, hour: 0, minute: 30, second: 0, millisecond: 0 },
    ],
    [{ $dateFromString: { dateString: '01/07/2026', format: '%d/%m/%Y' } }, new Date('2026-07-01')],
    [
      { $dateFromString: { dateString: '2026-07-01T09:00', timezone: 'Europe/London' } },
      new Date('2026-07-01T08:00:00Z'),
    ],
    [{ $dateFromString: { dateString: 'soon', onError: 'no' } }, 'no'],
  ],
}

describe('expressions', () => {
  const server = served()

  for (const [what, cases] of Object.entries(expressions)) {
    it(`computes ${what}`, async () => {
      const things = server.fresh()
      await things.insertOne({
        _id: 1,
        n: 5,
        name: 'Jörg',
        list: [1, 2, 3],
        people: [{ name: 'Ann' }, { name: 'Bob' }, {}],
        at,
      })
      for (const [expression, wanted] of cases) {
        const [row] = await things.aggregate([{ $project: { _id: 0, v: expression } }]).toArray()
        expect(row?.['v'], JSON.stringify(expression)).to.deep.equal(wanted)
      }
    })
  }

  it('says what is wrong with an expression, before it meets a document', async () => {
    const things = server.fresh()
    const attempt = (expression: unknown) => failureOf(things.aggregate([{ $project: { v: expression } }]).toArray())
    expect(await attempt({ $conjure: 1 })).to.include({ code: 168 })
    expect(await attempt({ $divide: [1] })).to.include({ code: 16020 })
    expect(await attempt({ $add: 1, $subtract: 2 })).to.have.property('code')
    expect(await attempt('$$nobody.x'.replace('nobody', 'Nobody'))).to.include({ code: 17276 })
    await things.insertOne({ a: 'x' })
    expect(await attempt({ $divide: [1, 0] })).to.include({ code: 2 })
    expect(await attempt({ $add: ['$a', 1] })).to.include({ code: 14 })
    expect(await attempt('$$nobody')).to.include({ code: 17276 })
  })
})
