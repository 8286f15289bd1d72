package dev.sessionbeam.deliver;

import dev.sessionbeam.deliver.message.Delivery;

/**
 * The key by which deliveries are spread over a job: a destination and one of its shards. All
 * deliveries of one machine to one destination have the same key.
 *
 * @param destination the name of the destination in the routes
 * @param shard 0 up to {@link #SHARDS}, exclusive
 */
record ShardKey(String destination, int shard) {
  /** How many shards each destination has. The limits of a route are divided by it. */
  static final int SHARDS = 8;

  /** Returns the key of a delivery, as text: its destination, a line break, and its shard. */
  static String of(Delivery delivery) {
    return delivery.destination()
        + "\n"
        + Math.floorMod(delivery.subject().machine().hashCode(), SHARDS);
  }

  /** Returns what the text of a key says. */
  static ShardKey parse(String text) {
    int end = text.lastIndexOf('\n');
    return new ShardKey(text.substring(0, end), Integer.parseInt(text.substring(end + 1)));
  }
}
