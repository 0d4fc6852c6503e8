import type { Organisation } from '../../models/organisation.ts'
import type { Tested } from '../../models/signInRequest.ts'
import { administrationCrumbs } from '../forums/administration.ts'
import type { Fact } from '../partials/models.ts'

const fact = (key: string, value: string): Fact => ({
  key,
  value: value === '' ? 'Nothing' : value,
  href: '',
  action: false,
})

/**
 * What a test of an organisation's sign-in brought, and what a sign-in would have made of it.
 * @param person the name of who would be signed in; '' for nobody
 */
export function testedPage({ _id, name }: Organisation, tested: Tested, person: string) {
  const { reason, linked, verified, issuer, nameId, nameIdFormat, email, attributes } = tested
  const back = `/administration/organisations/${_id}/sign-in`
  return {
    page: {
      title: reason === '' ? 'This sign-in would work' : 'This sign-in would be refused',
      breadcrumbs: administrationCrumbs(
        { text: 'Organisations', href: '/administration/organisations' },
        { text: name, href: `/administration/organisations/${_id}` },
        { text: 'Sign-in', href: back },
      ),
    },
    organisation: name,
    back,
    again: `/sso/${_id}/test`,
    verdict:
      reason !== ''
        ? `The reason: ${reason}.`
        : linked
          ? `${person} would be signed in, by the identity that is linked already.`
          : `${person} would be signed in, and this identity would be linked to the invitation.`,
    verified,
    facts: [
      fact('Issuer', issuer),
      fact('Name (NameID)', nameId),
      fact('Format of the name', nameIdFormat),
      ...(verified ? [fact('E-mail address that is read from it', email)] : []),
    ],
    columns: ['Attribute', 'Values'].map((text) => ({ text })),
    attributes: attributes.map((one) => ({
      cells: [
        { column: 'Attribute', text: one.name, href: '', tag: '' },
        { column: 'Values', text: one.values.join(', '), href: '', tag: '' },
      ],
    })),
  }
}
