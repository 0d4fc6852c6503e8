import type { Passkey } from '../../models/passkey.ts'
import type { Organisation } from '../../models/organisation.ts'
import type { Person as PersonRecord } from '../../models/person.ts'
import { showDay } from '../../server/dates.ts'
import { speaksForSide } from '../../server/policy/proof.ts'
import { type Person, isCurrentSeat } from '../../server/policy/terms.ts'
import type { Cell, Fact } from '../partials/models.ts'
import { officeWords, placeWords } from '../words.ts'

const fact = (key: string, value: string): Fact => ({ key, value, href: '', action: false })
const cell = (column: string, text: string, href = ''): Cell => ({ column, text, href, tag: '' })

/** The ways in that show less than an organisation's sign-in. */
const waysIn = {
  code: {
    how: 'By a code sent by e-mail',
    hides:
      'What belongs to one side or to the chairs, and whatever needs a key. Sign in through your organisation, if it has a sign-in here, to see your side’s papers.',
  },
  enrolment: {
    how: 'By a link that the operator made',
    hides: 'Every forum, even one in which you have a place. Sign in through your organisation to take part.',
  },
} as const

/** Who is signed in, through which organisation, with which places in forums, representing whom, and which offices. */
export function accountPage(
  viewer: Person,
  person: Pick<PersonRecord, 'name' | 'email' | 'signsInThrough'>,
  organisations: readonly Pick<Organisation, '_id' | 'name'>[],
  passkeys: readonly Passkey[],
) {
  const { by } = viewer.proof
  const nameOf = (slug: string): string => organisations.find(({ _id }) => _id === slug)?.name ?? slug
  return {
    page: { title: 'Your account' },
    facts: [
      fact('Name', person.name),
      fact('E-mail', person.email),
      fact('You signed in', by === 'organisation' ? `Through ${nameOf(viewer.proof.through)}` : waysIn[by].how),
      ...(by === 'organisation' ? [] : [fact('What this does not show', waysIn[by].hides)]),
      ...viewer.offices.map((office) => fact('Office', officeWords[office])),
      ...(passkeys.length === 0
        ? []
        : [fact('Passkey', viewer.proof.passkey ? 'Used in this session' : 'Not used yet')]),
    ],
    columns: [{ text: 'Forum' }, { text: 'Your place' }, { text: 'You represent' }],
    places: viewer.seats.map((seat) => ({
      cells: [
        cell('Forum', seat.forumName, `/forums/${seat.forum}`),
        cell('Your place', placeWords(seat.role, seat.side)),
        cell('You represent', nameOf(seat.organisation)),
      ],
    })),
    hasOffice: viewer.offices.length > 0,
    passkeys: passkeys.map(({ _id, name, addedOn, copied }) => ({
      key: name,
      value: `Added on ${showDay(addedOn)}${copied ? ', and kept by other devices of the same account too' : ''}`,
      href: '',
      action: { text: 'Rename', about: name, href: `/account/passkeys/${_id}` },
    })),
    removing: passkeys.map(({ _id, name }) => ({ text: `Remove “${name}”`, href: `/account/passkeys/${_id}/remove` })),
    seated: viewer.seats.some(({ role }) => isCurrentSeat(role)),
    needsPasskey: viewer.seats.some((seat) => seat.needsPasskey && !speaksForSide(seat, viewer.proof)),
    usedPasskey: viewer.proof.passkey,
  }
}
