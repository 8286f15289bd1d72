package dev.sessionbeam.deliver.kinesis;

import dev.sessionbeam.deliver.connect.AwsConnection;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import dev.sessionbeam.deliver.route.Route;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** Puts each delivery into a Kinesis stream, as one record: the body, byte for byte. */
final class KinesisConnector implements Connector {
  private final String stream;
  private final AwsConnection<KinesisAsyncClient> connection;

  KinesisConnector(Route route) {
    this.stream = Objects.requireNonNull(route.arn(), "the route has no ARN");
    this.connection = AwsConnection.to(KinesisAsyncClient.builder(), route);
  }

  @Override
  public int mostPerCall() {
    return PutRecords.MOST_PER_CALL;
  }

  @Override
  public CompletionStage<List<Outcome>> send(List<Delivery> deliveries) {
    List<PutRecordsRequestEntry> records =
        deliveries.stream()
            .map(
                delivery ->
                    PutRecords.record(
                        PartitionKey.of(delivery.subject().machine()), delivery.body()))
            .toList();
    // The ARN says whose stream it is; a name is one of the own account.
    return connection.call(
        client -> PutRecords.by(client, request -> request.streamARN(stream)).send(records),
        records.size());
  }

  @Override
  public void close() {
    connection.close();
  }
}
