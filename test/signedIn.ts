import type { Proof } from '../server/policy/terms.ts'

/** How people in tests have signed in, unless the test says otherwise: through their organisation, without a passkey. */
export const signedIn: Proof = { by: 'organisation', passkey: false, through: 'deeholme' }
