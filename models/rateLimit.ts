import mongoose from 'mongoose'
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible'

/**
 * Counts of what somebody did lately, in the database, so that a limit holds however many processes there are. Without
 * a viewer: a count belongs to no forum, is found by a key that only the service can make, and is gone by itself.
 */
export type Limit = {
  /** Counts once more. False above the limit. */
  readonly count: (key: string) => Promise<boolean>
  /** Whether there is room under the limit. Counts nothing. */
  readonly hasRoom: (key: string) => Promise<boolean>
}

/** A limit of so many times within so many seconds. Needs the open connection. */
export function limitOf(name: string, points: number, seconds: number): Limit {
  const limiter = new RateLimiterMongo({
    storeClient: mongoose.connection.getClient(),
    dbName: mongoose.connection.name,
    tableName: 'ratelimits',
    keyPrefix: name,
    points,
    duration: seconds,
    // A migration makes them.
    disableIndexesCreation: true,
  })
  return {
    count: async (key) => {
      try {
        await limiter.consume(key)
        return true
      } catch (error) {
        if (error instanceof RateLimiterRes) return false
        throw error
      }
    },
    hasRoom: async (key) => ((await limiter.get(key))?.remainingPoints ?? points) > 0,
  }
}
