package dev.sessionbeam.deliver.kinesis;

import com.google.common.base.Utf8;
import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.BatchCalls;
import dev.sessionbeam.deliver.connect.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Calls of {@code PutRecords} within the limits of Kinesis, with an outcome for each record. */
public final class PutRecords {
  /** The largest number of records of a call. */
  public static final int MOST_PER_CALL = 500;

  /** The largest size of a record, in bytes: its data and its partition key. */
  public static final int MOST_BYTES = 1 << 20;

  /** The largest size of all records of a call, in bytes. */
  public static final int MOST_BYTES_PER_CALL = 5 << 20;

  private PutRecords() {}

  /**
   * Returns what sends records by a client.
   *
   * @param stream names the stream in a request, by its name or its ARN
   */
  public static BatchCalls<PutRecordsRequestEntry> by(
      KinesisAsyncClient client, UnaryOperator<PutRecordsRequest.Builder> stream) {
    return new BatchCalls<>(
        new BatchCalls.Limits(MOST_PER_CALL, MOST_BYTES_PER_CALL),
        PutRecords::bytes,
        PutRecords::unsendable,
        records ->
            client
                .putRecords(stream.apply(PutRecordsRequest.builder()).records(records).build())
                .thenApply(PutRecords::outcomes));
  }

  /**
   * Returns a record.
   *
   * @param key as {@link PartitionKey#of} makes it
   * @param data is not copied
   */
  public static PutRecordsRequestEntry record(String key, byte[] data) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(key)
        .data(SdkBytes.fromByteArrayUnsafe(data))
        .build();
  }

  /** Returns the size of a record as Kinesis counts it, in bytes. */
  public static long bytes(PutRecordsRequestEntry record) {
    long data = record.data().asByteArrayUnsafe().length;
    return data + Utf8.encodedLength(record.partitionKey());
  }

  private static Optional<Outcome> unsendable(PutRecordsRequestEntry record) {
    long bytes = bytes(record);
    return bytes > MOST_BYTES
        ? Optional.of(
            Outcome.tooLarge(bytes + " bytes with its partition key; a stream takes " + MOST_BYTES))
        : Optional.empty();
  }

  private static List<Outcome> outcomes(PutRecordsResponse answer) {
    return answer.records().stream().map(PutRecords::outcome).toList();
  }

  private static Outcome outcome(PutRecordsResultEntry record) {
    return record.errorCode() == null && record.sequenceNumber() != null
        ? Outcome.DELIVERED
        : AwsFaults.ofEntry(record.errorCode(), record.errorMessage(), false);
  }
}
