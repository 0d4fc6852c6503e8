import { endSessions as endRows } from '../../models/session.ts'
import { act, installation } from './act.ts'

/** An identity provider signs somebody out: ends that organisation's sessions for that name, and no others. */
export const endSessions = act(
  async ({ record }, asked: { through: string; issuer: string; nameId: string }): Promise<number> => {
    const ended = await endRows(asked)
    await record({
      forum: installation,
      event: 'signed out by the organisation',
      record: asked.through,
      details: { ended },
    })
    return ended
  },
)
