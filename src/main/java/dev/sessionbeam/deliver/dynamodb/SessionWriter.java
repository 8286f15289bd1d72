package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/**
 * Writes sessions so that, in whatever order their lines come and however often, the table ends up
 * with the newest one of each. See docs/design/hot-tier.md.
 */
final class SessionWriter {
  /** A line that replaces a session has no effect on one that is as new: its own line wins. */
  private static final String IF_OLDER = "attribute_not_exists(#revision) OR #revision < :revision";

  private static final String IF_NOT_NEWER =
      "attribute_not_exists(#revision) OR #revision <= :revision";

  /** All copies of a first line have the same bytes, and a batch run has only first lines. */
  private static final String IF_NOTHING_IS_THERE = "attribute_not_exists(#machine)";

  /** From the worst to the best, where a retry may still change what another write has met. */
  private static final List<Outcome.Kind> WORST_FIRST =
      List.of(
          Outcome.Kind.RETRY, Outcome.Kind.REFUSED, Outcome.Kind.TOO_LARGE, Outcome.Kind.DELIVERED);

  private final DynamoDbAsyncClient client;
  private final TableAddress table;
  private final Expiry expiry;

  SessionWriter(DynamoDbAsyncClient client, TableAddress table, Expiry expiry) {
    this.client = client;
    this.table = table;
    this.expiry = expiry;
  }

  /**
   * Writes a session, then the tombstones of those that it replaces. So for a moment readers may
   * see both, and never neither.
   *
   * @return the worst outcome of all writes. Never completes with an exception
   */
  CompletableFuture<Outcome> write(Delivery delivery) {
    SessionItems items;
    try {
      items = SessionItems.of(delivery, expiry);
    } catch (UnwritableException e) {
      return CompletableFuture.completedFuture(Outcome.refused(String.valueOf(e.getMessage())));
    }
    return writeOwn(items, delivery.subject().number())
        .thenCompose(
            own ->
                own.kind() == Outcome.Kind.RETRY
                    ? CompletableFuture.completedFuture(own)
                    : writeTombstones(items).thenApply(others -> worst(own, others)));
  }

  private CompletableFuture<Outcome> writeOwn(SessionItems items, long revision) {
    String condition = revision == 0 ? IF_NOTHING_IS_THERE : IF_NOT_NEWER;
    long bytes = ItemSize.of(items.own());
    if (bytes > ItemSize.MOST_BYTES) {
      return writeMarker(items, condition, bytes);
    }
    return client
        .putItem(put(items.own(), condition))
        .handle((done, fault) -> Optional.ofNullable(fault))
        .thenCompose(
            fault ->
                fault.filter(it -> TableFaults.isTooLarge(it, 2 * bytes)).isPresent()
                    ? writeMarker(items, condition, bytes)
                    : CompletableFuture.completedFuture(
                        fault.map(TableFaults::outcome).orElse(Outcome.DELIVERED)));
  }

  /** Writes what takes the place of a session that is too large, so that no former one stays. */
  private CompletableFuture<Outcome> writeMarker(SessionItems items, String condition, long bytes) {
    return write(put(items.marker(), condition))
        .thenApply(
            written ->
                written.kind() == Outcome.Kind.DELIVERED
                    ? Outcome.tooLarge(
                        bytes
                            + " bytes; DynamoDB takes "
                            + ItemSize.MOST_BYTES
                            + ", its copy in the local index included. The table has a marker in"
                            + " its place")
                    : written);
  }

  private CompletableFuture<Outcome> writeTombstones(SessionItems items) {
    List<CompletableFuture<Outcome>> writes = new ArrayList<>();
    items.tombstones().forEach(tombstone -> writes.add(write(put(tombstone, IF_OLDER))));
    return CompletableFuture.allOf(writes.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                writes.stream()
                    .map(CompletableFuture::join)
                    .reduce(Outcome.DELIVERED, SessionWriter::worst));
  }

  private CompletableFuture<Outcome> write(PutItemRequest request) {
    return client
        .putItem(request)
        .handle((done, fault) -> fault == null ? Outcome.DELIVERED : TableFaults.outcome(fault));
  }

  private PutItemRequest put(Map<String, AttributeValue> item, String condition) {
    PutItemRequest.Builder request =
        PutItemRequest.builder().tableName(table.id()).item(item).conditionExpression(condition);
    if (condition.equals(IF_NOTHING_IS_THERE)) {
      return request.expressionAttributeNames(Map.of("#machine", TableSchema.MACHINE)).build();
    }
    return request
        .expressionAttributeNames(Map.of("#revision", TableSchema.REVISION))
        .expressionAttributeValues(Map.of(":revision", item.get(TableSchema.REVISION)))
        .build();
  }

  private static Outcome worst(Outcome one, Outcome other) {
    return WORST_FIRST.indexOf(one.kind()) <= WORST_FIRST.indexOf(other.kind()) ? one : other;
  }
}
