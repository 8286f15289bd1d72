package dev.sessionbeam.deliver.kinesis;

import com.google.common.base.Utf8;
import dev.sessionbeam.deliver.connect.AwsConnection;
import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.BatchCalls;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/** Puts each delivery into a Kinesis stream, as one record: the body, byte for byte. */
final class KinesisConnector implements Connector {
  private static final int MOST_PER_CALL = 500;

  /** Of a record: its data and its partition key. */
  private static final int MOST_BYTES = 1 << 20;

  private static final int MOST_BYTES_PER_CALL = 5 << 20;

  private final String stream;
  private final AwsConnection<KinesisAsyncClient> connection;

  KinesisConnector(Route route) {
    this.stream = Objects.requireNonNull(route.arn(), "the route has no ARN");
    this.connection = AwsConnection.to(KinesisAsyncClient.builder(), route);
  }

  @Override
  public int mostPerCall() {
    return MOST_PER_CALL;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    List<PutRecordsRequestEntry> records =
        deliveries.stream().map(KinesisConnector::record).toList();
    return connection.call(client -> calls(client).send(records), records.size());
  }

  private BatchCalls<PutRecordsRequestEntry> calls(KinesisAsyncClient client) {
    return new BatchCalls<>(
        new BatchCalls.Limits(MOST_PER_CALL, MOST_BYTES_PER_CALL),
        KinesisConnector::bytes,
        KinesisConnector::unsendable,
        records -> client.putRecords(request(records)).thenApply(KinesisConnector::outcomes));
  }

  private static PutRecordsRequestEntry record(Delivery delivery) {
    return PutRecordsRequestEntry.builder()
        .partitionKey(PartitionKey.of(delivery.subject().machine()))
        .data(SdkBytes.fromByteArrayUnsafe(delivery.body()))
        .build();
  }

  private static long bytes(PutRecordsRequestEntry record) {
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

  /** Names the stream by its ARN, which says whose it is; a name is one of the own account. */
  private PutRecordsRequest request(List<PutRecordsRequestEntry> records) {
    return PutRecordsRequest.builder().streamARN(stream).records(records).build();
  }

  private static List<Outcome> outcomes(PutRecordsResponse answer) {
    return answer.records().stream().map(KinesisConnector::outcome).toList();
  }

  private static Outcome outcome(PutRecordsResultEntry record) {
    return record.errorCode() == null && record.sequenceNumber() != null
        ? Outcome.DELIVERED
        : AwsFaults.ofEntry(record.errorCode(), record.errorMessage(), false);
  }

  @Override
  public void close() {
    connection.close();
  }
}
