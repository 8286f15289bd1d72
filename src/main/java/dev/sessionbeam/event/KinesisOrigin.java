package dev.sessionbeam.event;

/**
 * A place in a stream of Kinesis.
 *
 * @param stream the stream's name
 * @param shard the shard's id
 * @param sequenceNumber of the record of Kinesis that the record was in
 * @param part which one it is of several in that record, aggregated by the KPL or glued together;
 *     from 0
 * @param partitionKey as the producer gave it
 * @param arrival when Kinesis took the record, in milliseconds since the epoch
 */
public record KinesisOrigin(
    String stream, String shard, String sequenceNumber, int part, String partitionKey, long arrival)
    implements Origin {
  @Override
  public Long arrivalMillis() {
    return arrival;
  }
}
