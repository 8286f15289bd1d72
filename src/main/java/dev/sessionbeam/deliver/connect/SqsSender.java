package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages to one queue, as many per call as SQS takes. */
final class SqsSender implements AutoCloseable {
  /** How many messages a call takes. */
  static final int MOST_PER_CALL = 10;

  private final Route route;
  private final SqsAddress address;
  private final ExecutorService threads;
  private final SqsAsyncClient client;
  private final SqsQueue queue;
  private final OpenCalls calls = new OpenCalls();

  SqsSender(SqsAddress address, Route route) {
    this.route = route;
    this.address = address;
    this.threads = ConnectorThreads.of(route.name());
    this.client =
        AwsClients.async(
                SqsAsyncClient.builder(), address.region(), address.endpoint(), route, threads)
            .build();
    this.queue = new SqsQueue(client, address);
  }

  /**
   * Sends messages.
   *
   * @param messages at most {@link #MOST_PER_CALL}
   * @return one outcome for each message. It always completes, and never with an exception
   */
  CompletableFuture<List<Outcome>> send(List<TextMessage> messages) {
    CompletableFuture<List<Outcome>> call =
        ConnectorThreads.start(threads, queue::facts)
            .thenComposeAsync(facts -> send(messages, facts), threads);
    // Twice the time: for what one must know of the queue, and for the messages.
    return calls.follow(
        call,
        outcomes -> outcomes,
        AwsFaults::outcome,
        messages.size(),
        route.timeout().multipliedBy(2));
  }

  private CompletableFuture<List<Outcome>> send(List<TextMessage> messages, SqsQueue.Facts facts) {
    Outcome[] outcomes = new Outcome[messages.size()];
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = unsendable(messages.get(i), facts);
    }
    List<CompletableFuture<Void>> batches = new ArrayList<>();
    for (SqsBatch batch : SqsBatch.of(messages, i -> outcomes[i] == null, facts.mostBytes())) {
      batches.add(
          client
              .sendMessageBatch(batch.request(facts.url(), address.isFifo()))
              .handle(
                  (answer, fault) -> {
                    batch
                        .indexes()
                        .forEach(
                            i ->
                                outcomes[i] =
                                    fault == null ? outcome(answer, i) : AwsFaults.outcome(fault));
                    return null;
                  }));
    }
    return CompletableFuture.allOf(batches.toArray(CompletableFuture<?>[]::new))
        .thenApply(done -> Arrays.asList(outcomes));
  }

  private static @Nullable Outcome unsendable(TextMessage message, SqsQueue.Facts facts) {
    if (message.text() == null) {
      return Outcome.refused("it is not text in UTF-8, and SQS takes nothing else");
    }
    return message.bytes() > facts.mostBytes()
        ? Outcome.tooLarge(
            message.bytes() + " bytes with its attributes; the queue takes " + facts.mostBytes())
        : null;
  }

  private static Outcome outcome(SendMessageBatchResponse answer, int index) {
    String id = SqsBatch.id(index);
    if (answer.successful().stream().anyMatch(entry -> entry.id().equals(id))) {
      return Outcome.DELIVERED;
    }
    return answer.failed().stream()
        .filter(entry -> entry.id().equals(id))
        .findFirst()
        .map(SqsSender::outcome)
        .orElseGet(() -> Outcome.retry("the queue's answer does not have it"));
  }

  private static Outcome outcome(BatchResultErrorEntry failed) {
    String code = String.valueOf(failed.code());
    String error =
        ErrorText.joined(
            code, ErrorText.of(failed.message() == null ? "" : failed.message(), List.of()));
    return Boolean.TRUE.equals(failed.senderFault()) && !AwsFaults.isTemporary(code)
        ? Outcome.refused(error)
        : Outcome.retry(error);
  }

  @Override
  public void close() {
    calls.close();
    // It waits for its own threads, for two seconds.
    threads.execute(client::close);
  }
}
