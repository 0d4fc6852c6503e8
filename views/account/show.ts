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

/** Who is signed in, through which organisation, with which places in forums, representing whom, and which offices. */
export function accountPage(
  viewer: Person,
  person: Pick<PersonRecord, 'name' | 'email' | 'signsInThrough'>,
  organisations: readonly Pick<Organisation, '_id' | 'name'>[],
  passkeys: readonly Passkey[],
) {
  const nameOf = (slug: string): string => organisations.find(({ _id }) => _id === slug)?.name ?? slug
  return {
    page: { title: 'Your account' },
    facts: [
      fact('Name', person.name),
      fact('E-mail', person.email),
      fact('You signed in through', nameOf(person.signsInThrough)),
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
