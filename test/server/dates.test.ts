import { expect } from 'chai'
import * as dates from '../../server/dates.ts'

describe('dates', () => {
  it('are those of the United Kingdom, in summer time and out of it', () => {
    expect(dates.dayOf(new Date('2026-06-30T23:30:00Z'))).to.equal('2026-07-01')
    expect(dates.dayOf(new Date('2026-12-31T23:30:00Z'))).to.equal('2026-12-31')
    expect(dates.timeOf(new Date('2026-07-01T09:00:59Z'))).to.equal('10:00')
    expect(dates.instantOf('2026-03-29', '09:00').toISOString()).to.equal('2026-03-29T08:00:00.000Z')
    expect(dates.instantOf('2026-03-28', '09:00').toISOString()).to.equal('2026-03-28T09:00:00.000Z')
  })

  it('are shown as the NHS service manual writes them', () => {
    expect(dates.showDay('2026-03-04')).to.equal('4 March 2026')
    expect(dates.showWeekday('2026-03-04')).to.equal('Wednesday 4 March 2026')
    expect(['00:00', '09:05', '12:00', '12:30', '14:00'].map(dates.showTime)).to.deep.equal([
      'midnight',
      '9:05am',
      'midday',
      '12:30pm',
      '2pm',
    ])
    expect(dates.showInstant(new Date('2026-07-01T13:05:00Z'))).to.equal('1 July 2026 at 2:05pm')
  })

  it('count working days round weekends and bank holidays in England', () => {
    expect(dates.isWorkingDay('2026-12-25')).to.equal(false)
    expect(dates.isWorkingDay('2026-12-28')).to.equal(false)
    expect(dates.addWorkingDays('2026-12-24', 1)).to.equal('2026-12-29')
    expect(dates.addWorkingDays('2026-12-29', -1)).to.equal('2026-12-24')
    expect(dates.workingDaysBetween('2026-04-02', '2026-04-07')).to.equal(1)
    expect(dates.workingDaysBetween('2026-04-07', '2026-04-02')).to.equal(-1)
  })

  it('add minutes round the clock, and days and months by the calendar', () => {
    expect(dates.addMinutes('09:50', 15)).to.equal('10:05')
    expect(dates.addMinutes('23:50', 15)).to.equal('00:05')
    expect(dates.addDays('2026-02-28', 1)).to.equal('2026-03-01')
    expect(dates.addMonths('2026-01-31', 1)).to.equal('2026-02-28')
  })
})
