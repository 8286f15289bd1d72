package dev.sessionbeam.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a topic of SNS answers to {@code PublishBatch}, and keeps what it receives. It accepts
 * each message, unless a test says otherwise of its place in the call.
 */
public final class SnsTopic implements HttpBehavior {
  private static final String ENTRIES = "PublishBatchRequestEntries.member.";

  private final List<List<Message>> calls = new CopyOnWriteArrayList<>();
  private final Map<Integer, String> others = new ConcurrentHashMap<>();

  /**
   * A message that was sent.
   *
   * @param group null if it has none
   * @param deduplication null if it has none
   */
  public record Message(
      String id,
      String topic,
      String text,
      Map<String, String> attributes,
      @Nullable String group,
      @Nullable String deduplication) {}

  /** From now on, the message at this place of a call, from 0, fails. */
  public void fail(int place, String code, boolean senderFault) {
    others.put(
        place,
        "<member><Id>"
            + place
            + "</Id><Code>"
            + code
            + "</Code><Message>no</Message><SenderFault>"
            + senderFault
            + "</SenderFault></member>");
  }

  /** From now on, the answer does not have the message at this place of a call. */
  public void forget(int place) {
    others.put(place, "");
  }

  /** Answers with a fault of the whole call. */
  public static HttpBehavior error(int status, String code) {
    return HttpBehavior.status(
        status,
        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender"
            + "</Type><Code>"
            + code
            + "</Code><Message>because</Message></Error></ErrorResponse>");
  }

  /** Returns the messages of each call so far, accepted or not. */
  public List<List<Message>> calls() {
    return calls;
  }

  /** Returns all messages so far, accepted or not. */
  public List<Message> messages() {
    return calls.stream().flatMap(List::stream).toList();
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    List<Message> messages = messages(form(request.text()));
    calls.add(messages);
    StringBuilder accepted = new StringBuilder();
    StringBuilder failed = new StringBuilder();
    for (int i = 0; i < messages.size(); i++) {
      if (others.containsKey(i)) {
        failed.append(others.get(i));
      } else {
        accepted
            .append("<member><Id>")
            .append(messages.get(i).id())
            .append("</Id><MessageId>m</MessageId></member>");
      }
    }
    HttpBehavior.status(
            200,
            "<PublishBatchResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
                + "<PublishBatchResult><Successful>"
                + accepted
                + "</Successful><Failed>"
                + failed
                + "</Failed></PublishBatchResult></PublishBatchResponse>")
        .answer(exchange, request, scheduler);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new TreeMap<>();
    for (String field : body.split("&", -1)) {
      String[] parts = field.split("=", 2);
      form.put(URLDecoder.decode(parts[0], UTF_8), URLDecoder.decode(parts[1], UTF_8));
    }
    if (!"PublishBatch".equals(form.get("Action"))) {
      throw new AssertionError("not a call of PublishBatch: " + form.get("Action"));
    }
    return form;
  }

  private static List<Message> messages(Map<String, String> form) {
    List<Message> messages = new ArrayList<>();
    for (int i = 1; form.containsKey(ENTRIES + i + ".Id"); i++) {
      String entry = ENTRIES + i + ".";
      messages.add(
          new Message(
              text(form, entry + "Id"),
              text(form, "TopicArn"),
              text(form, entry + "Message"),
              attributes(form, entry + "MessageAttributes.entry."),
              form.get(entry + "MessageGroupId"),
              form.get(entry + "MessageDeduplicationId")));
    }
    return messages;
  }

  private static Map<String, String> attributes(Map<String, String> form, String prefix) {
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 1; form.containsKey(prefix + i + ".Name"); i++) {
      attributes.put(
          text(form, prefix + i + ".Name"), text(form, prefix + i + ".Value.StringValue"));
    }
    return attributes;
  }

  private static String text(Map<String, String> form, String name) {
    return String.valueOf(form.get(name));
  }
}
