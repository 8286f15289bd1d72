package dev.sessionbeam.deliver.firehose;

import dev.sessionbeam.deliver.connect.ArnCheck;
import dev.sessionbeam.deliver.connect.AwsConnection;
import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.BatchCalls;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseAsyncClient;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchRequest;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponse;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;

/**
 * Puts each delivery into a delivery stream of Firehose, as one record: the body and a line break.
 * Firehose joins records as they are, so that its files have one delivery a line.
 */
final class FirehoseConnector implements Connector {
  private static final int MOST_PER_CALL = 500;

  /** Of a record, with its line break. */
  private static final int MOST_BYTES = 1000 << 10;

  private static final int MOST_BYTES_PER_CALL = 4 << 20;

  private final String stream;
  private final AwsConnection<FirehoseAsyncClient> connection;

  FirehoseConnector(Route route) {
    String resource = ArnCheck.resource(route.arn());
    this.stream = resource.substring(resource.indexOf('/') + 1);
    this.connection = AwsConnection.to(FirehoseAsyncClient.builder(), route);
  }

  @Override
  public int mostPerCall() {
    return MOST_PER_CALL;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    List<Record> records = deliveries.stream().map(FirehoseConnector::record).toList();
    return connection.call(client -> calls(client).send(records), records.size());
  }

  private BatchCalls<Record> calls(FirehoseAsyncClient client) {
    return new BatchCalls<>(
        new BatchCalls.Limits(MOST_PER_CALL, MOST_BYTES_PER_CALL),
        FirehoseConnector::bytes,
        FirehoseConnector::unsendable,
        records -> client.putRecordBatch(request(records)).thenApply(FirehoseConnector::outcomes));
  }

  private static Record record(Delivery delivery) {
    byte[] body = delivery.body();
    byte[] line = Arrays.copyOf(body, body.length + 1);
    line[body.length] = '\n';
    return Record.builder().data(SdkBytes.fromByteArrayUnsafe(line)).build();
  }

  private static long bytes(Record record) {
    return record.data().asByteArrayUnsafe().length;
  }

  private static Optional<Outcome> unsendable(Record record) {
    long bytes = bytes(record);
    return bytes > MOST_BYTES
        ? Optional.of(
            Outcome.tooLarge(bytes + " bytes with its line break; Firehose takes " + MOST_BYTES))
        : Optional.empty();
  }

  private PutRecordBatchRequest request(List<Record> records) {
    return PutRecordBatchRequest.builder().deliveryStreamName(stream).records(records).build();
  }

  private static List<Outcome> outcomes(PutRecordBatchResponse answer) {
    return answer.requestResponses().stream().map(FirehoseConnector::outcome).toList();
  }

  private static Outcome outcome(PutRecordBatchResponseEntry record) {
    return record.errorCode() == null && record.recordId() != null
        ? Outcome.DELIVERED
        : AwsFaults.ofEntry(record.errorCode(), record.errorMessage(), false);
  }

  @Override
  public void close() {
    connection.close();
  }
}
