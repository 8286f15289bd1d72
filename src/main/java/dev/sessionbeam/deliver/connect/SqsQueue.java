package dev.sessionbeam.deliver.connect;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.GetQueueUrlResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What one must know of a queue to send to it. It is asked for once; after a fault, again with the
 * next call.
 */
final class SqsQueue {
  private final SqsAsyncClient client;
  private final SqsAddress address;
  private @Nullable CompletableFuture<Facts> facts;

  /**
   * What the queue has answered.
   *
   * @param mostBytes the largest message that it takes
   */
  record Facts(String url, int mostBytes) {}

  SqsQueue(SqsAsyncClient client, SqsAddress address) {
    this.client = client;
    this.address = address;
  }

  /** Returns what is known, or asks the queue. */
  synchronized CompletableFuture<Facts> facts() {
    if (facts == null || facts.isCompletedExceptionally()) {
      facts =
          url()
              .thenCompose(url -> mostBytes(url).thenApply(bytes -> new Facts(url, bytes)))
              .toCompletableFuture();
    }
    return facts;
  }

  private CompletionStage<String> url() {
    return address.url() != null
        ? CompletableFuture.completedFuture(address.url())
        : client
            .getQueueUrl(
                get -> get.queueName(address.name()).queueOwnerAWSAccountId(address.account()))
            .thenApply(GetQueueUrlResponse::queueUrl);
  }

  private CompletionStage<Integer> mostBytes(String url) {
    return client
        .getQueueAttributes(
            get -> get.queueUrl(url).attributeNames(QueueAttributeName.MAXIMUM_MESSAGE_SIZE))
        .thenApply(
            answer -> {
              String bytes = answer.attributes().get(QueueAttributeName.MAXIMUM_MESSAGE_SIZE);
              return bytes == null ? TextSender.USUAL_BYTES : Integer.parseInt(bytes);
            })
        .exceptionally(
            fault -> {
              if (isDenied(fault)) {
                return TextSender.USUAL_BYTES;
              }
              throw new CompletionException(ErrorText.cause(fault));
            });
  }

  /** Whether one may send to the queue, perhaps, but not ask for its attributes. */
  private static boolean isDenied(Throwable fault) {
    return ErrorText.cause(fault) instanceof AwsServiceException answer
        && answer.statusCode() == 403
        && AwsFaults.outcome(answer).kind() == Outcome.Kind.REFUSED;
  }
}
