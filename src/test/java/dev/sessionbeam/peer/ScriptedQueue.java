package dev.sessionbeam.peer;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

/**
 * A queue of SQS on an {@link HttpPeer} that does what a real one does seldom: a receipt that is no
 * longer valid, a copy, a limit. It hands out what a test puts, a message an answer, in that order.
 */
public final class ScriptedQueue implements HttpBehavior {
  /** The path of its URL. Requests are sent to the path {@code /}, and name the URL. */
  public static final String PATH = "/123456789012/scripted";

  private final Queue<String> answers = new ArrayDeque<>();
  private final Set<String> invalid = new HashSet<>();
  private final Map<String, Runnable> onDelete = new HashMap<>();
  private final List<String> deleted = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private Runnable onHide = () -> {};
  private String atTheEnd = answer("ReceiveMessage", "");

  /** Hands out a message with a receipt. */
  public synchronized void put(String id, String receipt, String body) {
    answers.add(
        answer(
            "ReceiveMessage",
            String.join(
                "",
                "<Message><MessageId>" + id + "</MessageId>",
                "<ReceiptHandle>" + receipt + "</ReceiptHandle>",
                "<MD5OfBody>" + md5(body) + "</MD5OfBody>",
                "<Body>" + body.replace("&", "&amp;").replace("<", "&lt;") + "</Body></Message>")));
  }

  /** Does nothing with this receipt, and then does this. */
  public synchronized void invalid(String receipt, Runnable then) {
    invalid.add(receipt);
    onDelete.put(receipt, then);
  }

  /** Does something when it is asked to hide messages for longer. */
  public synchronized void onHide(Runnable action) {
    onHide = action;
  }

  /** Says, once there is nothing more to hand out, that too many messages are in flight. */
  public synchronized void endWithOverLimit() {
    atTheEnd = "OverLimit";
  }

  /** Hands out the last message for ever. */
  public synchronized void repeatLast(String id, String receipt, String body) {
    put(id, receipt, body);
    atTheEnd = String.valueOf(((ArrayDeque<String>) answers).peekLast());
  }

  /** The receipts with which messages were deleted. */
  public synchronized List<String> deleted() {
    return List.copyOf(deleted);
  }

  /** The receipts with which it was asked to show messages again. */
  public synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    Map<String, String> fields = fields(request.text());
    String answer = answer(fields);
    boolean isOverLimit = answer.equals("OverLimit");
    String text =
        isOverLimit
            ? "<ErrorResponse><Error><Type>Sender</Type><Code>OverLimit</Code>"
                + "<Message>Too many messages in flight.</Message></Error></ErrorResponse>"
            : answer;
    HttpBehavior.status(isOverLimit ? 403 : 200, text, Map.of("Content-Type", "text/xml"))
        .answer(exchange, request, scheduler);
  }

  private synchronized String answer(Map<String, String> fields) {
    String action = fields.getOrDefault("Action", "");
    return switch (action) {
      case "ReceiveMessage" -> answers.isEmpty() ? atTheEnd : answers.remove();
      case "DeleteMessageBatch" -> batch(action, fields, deleted);
      case "ChangeMessageVisibilityBatch" -> changeVisibility(action, fields);
      default -> answer(action, "");
    };
  }

  private String changeVisibility(String action, Map<String, String> fields) {
    if ("0".equals(fields.get(action + "RequestEntry.1.VisibilityTimeout"))) {
      return batch(action, fields, shown);
    }
    onHide.run();
    return answer(action, "");
  }

  private String batch(String action, Map<String, String> fields, List<String> receipts) {
    StringBuilder results = new StringBuilder();
    for (int i = 1; fields.containsKey(action + "RequestEntry." + i + ".Id"); i++) {
      String id = "<Id>" + fields.get(action + "RequestEntry." + i + ".Id") + "</Id>";
      String receipt = fields.getOrDefault(action + "RequestEntry." + i + ".ReceiptHandle", "");
      if (invalid.contains(receipt)) {
        results.append("<BatchResultErrorEntry>" + id + "<Code>ReceiptHandleIsInvalid</Code>");
        results.append("<SenderFault>true</SenderFault></BatchResultErrorEntry>");
        Runnable then = action.startsWith("Delete") ? onDelete.remove(receipt) : null;
        if (then != null) {
          then.run();
        }
      } else {
        results.append("<" + action + "ResultEntry>" + id + "</" + action + "ResultEntry>");
      }
      if (action.startsWith("Change") || !invalid.contains(receipt)) {
        receipts.add(receipt);
      }
    }
    return answer(action, results.toString());
  }

  private static String answer(String action, String result) {
    return String.join(
        "",
        "<" + action + "Response><" + action + "Result>",
        result,
        "</" + action + "Result></" + action + "Response>");
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> fields = new HashMap<>();
    for (String field : form.split("&", -1)) {
      int at = field.indexOf('=');
      if (at > 0) {
        fields.put(
            field.substring(0, at),
            URLDecoder.decode(field.substring(at + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }

  private static String md5(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      String hex = new BigInteger(1, hash).toString(16);
      return "0".repeat(32 - hex.length()) + hex;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
