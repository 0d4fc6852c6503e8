import { endSessions as endRows } from '../../models/session.ts'
import { act, installation } from './act.ts'

/** An identity provider signs somebody out: ends that organisation's sessions for that name, and no others. */
export const endSessions = act(
  async ({ record, afterwards }, asked: { through: string; issuer: string; nameId: string }): Promise<number> => {
    const ended = await endRows(asked)
    afterwards(async () => endRows(asked))
    // Not how many: that would say whether somebody was signed in.
    await record({ forum: installation, event: 'signed out by the organisation', record: asked.through })
    return ended
  },
)
