package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.Outcome;
import dev.sessionbeam.deliver.message.Delivery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Writes events, as many per call as DynamoDB takes. */
final class EventWriter {
  /** How many items a call takes. */
  static final int MOST_PER_CALL = 25;

  /** A call takes 16 MB of JSON, in which the quotes of a line are escaped. */
  private static final long MOST_BYTES_PER_CALL = 8 << 20;

  private static final Outcome UNPROCESSED =
      Outcome.retry("the table did not take it in this call: it has too little capacity now");

  private final DynamoDbAsyncClient client;
  private final TableAddress table;
  private final Expiry expiry;

  EventWriter(DynamoDbAsyncClient client, TableAddress table, Expiry expiry) {
    this.client = client;
    this.table = table;
    this.expiry = expiry;
  }

  /**
   * Writes events.
   *
   * @param deliveries at most {@link #MOST_PER_CALL}
   * @return one outcome for each, in their order. Never completes with an exception
   */
  CompletableFuture<List<Outcome>> write(List<Delivery> deliveries) {
    Outcome[] outcomes = new Outcome[deliveries.size()];
    Map<Integer, List<AttributeValue>> keys = new HashMap<>();
    Map<List<AttributeValue>, EventItem> items = new LinkedHashMap<>();
    for (int i = 0; i < outcomes.length; i++) {
      try {
        EventItem item = EventItem.of(deliveries.get(i), expiry);
        if (item.bytes() > ItemSize.MOST_BYTES) {
          outcomes[i] = tooLarge(item);
        } else {
          keys.put(i, item.key());
          // One call must not have a key twice. Copies have the same one.
          items.put(item.key(), item);
        }
      } catch (UnwritableException e) {
        outcomes[i] = Outcome.refused(String.valueOf(e.getMessage()));
      }
    }
    return write(items)
        .thenApply(
            written -> {
              keys.forEach((i, key) -> outcomes[i] = written.getOrDefault(key, UNPROCESSED));
              return Arrays.asList(outcomes);
            });
  }

  private static Outcome tooLarge(EventItem item) {
    return Outcome.tooLarge(item.bytes() + " bytes; DynamoDB takes " + ItemSize.MOST_BYTES);
  }

  private CompletableFuture<Map<List<AttributeValue>, Outcome>> write(
      Map<List<AttributeValue>, EventItem> items) {
    Map<List<AttributeValue>, Outcome> outcomes = new ConcurrentHashMap<>();
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    batches(items).forEach(batch -> calls.add(call(batch, outcomes)));
    return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> outcomes);
  }

  private static List<List<EventItem>> batches(Map<List<AttributeValue>, EventItem> items) {
    List<List<EventItem>> batches = new ArrayList<>();
    List<EventItem> batch = new ArrayList<>();
    long bytes = 0;
    for (EventItem item : items.values()) {
      if (!batch.isEmpty() && bytes + item.bytes() > MOST_BYTES_PER_CALL) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(item);
      bytes += item.bytes();
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private CompletableFuture<Void> call(
      List<EventItem> batch, Map<List<AttributeValue>, Outcome> outcomes) {
    List<WriteRequest> requests = batch.stream().map(EventItem::request).toList();
    return client
        .batchWriteItem(write -> write.requestItems(Map.of(table.id(), requests)))
        .thenAccept(answer -> note(batch, answer, outcomes))
        .handle((done, fault) -> Optional.ofNullable(fault))
        .thenCompose(
            fault -> {
              if (batch.size() > 1 && fault.filter(TableFaults::isInvalid).isPresent()) {
                // One item that is not valid must not refuse the others.
                return alone(batch, outcomes);
              }
              fault.ifPresent(
                  it -> batch.forEach(item -> outcomes.put(item.key(), failed(item, it))));
              return CompletableFuture.completedFuture(null);
            });
  }

  private CompletableFuture<Void> alone(
      List<EventItem> batch, Map<List<AttributeValue>, Outcome> outcomes) {
    return CompletableFuture.allOf(
        batch.stream()
            .map(item -> call(List.of(item), outcomes))
            .toArray(CompletableFuture<?>[]::new));
  }

  private static Outcome failed(EventItem item, Throwable fault) {
    return TableFaults.isTooLarge(fault, item.bytes())
        ? tooLarge(item)
        : TableFaults.outcome(fault);
  }

  private static void note(
      List<EventItem> batch,
      BatchWriteItemResponse answer,
      Map<List<AttributeValue>, Outcome> outcomes) {
    Set<List<AttributeValue>> unprocessed =
        answer.unprocessedItems().values().stream()
            .flatMap(List::stream)
            .map(request -> EventItem.key(request.putRequest().item()))
            .collect(Collectors.toSet());
    batch.forEach(
        item ->
            outcomes.put(
                item.key(), unprocessed.contains(item.key()) ? UNPROCESSED : Outcome.DELIVERED));
  }
}
