package dev.sessionbeam.deliver.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Messages that are sent in one call.
 *
 * @param messages by their index among all messages
 */
record SqsBatch(Map<Integer, TextMessage> messages) {
  /**
   * Divides messages so that no call has more bytes than SQS takes.
   *
   * @param chosen which of them are sent, by their index
   * @param mostBytes the largest message that the queue takes; a call may have as much
   */
  static List<SqsBatch> of(List<TextMessage> messages, IntPredicate chosen, int mostBytes) {
    long limit = Math.max(SqsQueue.USUAL_BYTES, mostBytes);
    List<SqsBatch> batches = new ArrayList<>();
    Map<Integer, TextMessage> batch = new LinkedHashMap<>();
    long bytes = 0;
    for (int i = 0; i < messages.size(); i++) {
      if (chosen.test(i)) {
        long more = messages.get(i).bytes();
        if (!batch.isEmpty() && bytes + more > limit) {
          batches.add(new SqsBatch(batch));
          batch = new LinkedHashMap<>();
          bytes = 0;
        }
        batch.put(i, messages.get(i));
        bytes += more;
      }
    }
    if (!batch.isEmpty()) {
      batches.add(new SqsBatch(batch));
    }
    return batches;
  }

  /** Returns the indexes of the messages. */
  Set<Integer> indexes() {
    return messages.keySet();
  }

  /** Returns by what the answer names a message. */
  static String id(int index) {
    return Integer.toString(index);
  }

  SendMessageBatchRequest request(String queueUrl, boolean fifo) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    messages.forEach((index, message) -> entries.add(entry(index, message, fifo)));
    return SendMessageBatchRequest.builder().queueUrl(queueUrl).entries(entries).build();
  }

  private static SendMessageBatchRequestEntry entry(int index, TextMessage message, boolean fifo) {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    message
        .attributes()
        .forEach(
            (name, value) ->
                attributes.put(
                    name,
                    MessageAttributeValue.builder().dataType("String").stringValue(value).build()));
    return SendMessageBatchRequestEntry.builder()
        .id(id(index))
        .messageBody(message.text())
        .messageAttributes(attributes)
        .messageGroupId(fifo ? message.group() : null)
        .messageDeduplicationId(fifo ? message.deduplication() : null)
        .build();
  }
}
