package dev.sessionbeam.event;

/**
 * The position of a record in a Kinesis stream.
 *
 * @param stream the stream's name
 * @param shard the shard's id
 * @param sequenceNumber the sequence number of the Kinesis record that contained the record
 * @param part the index of the record, from 0, if the Kinesis record contained several: records
 *     that the KPL aggregated, or objects without a line break between them
 * @param partitionKey the partition key that the producer set
 * @param arrival when Kinesis received the record, in milliseconds since the epoch
 */
public record KinesisOrigin(
    String stream, String shard, String sequenceNumber, int part, String partitionKey, long arrival)
    implements Origin {
  @Override
  public Long arrivalMillis() {
    return arrival;
  }
}
