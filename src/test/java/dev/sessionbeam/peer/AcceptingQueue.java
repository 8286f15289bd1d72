package dev.sessionbeam.peer;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Any queue of SQS on an {@link HttpPeer}, which accepts each message at once and keeps none. It
 * answers with the digests that the SDK compares. Attributes of messages are strings.
 */
public final class AcceptingQueue implements HttpBehavior {
  private static final String BATCH = "SendMessageBatch";
  private static final String ATTRIBUTES =
      "<Attribute><Name>MaximumMessageSize</Name><Value>262144</Value></Attribute>";

  /** In the digest of attributes, the sign of a string. */
  private static final int STRING = 1;

  @Override
  public void answer(
      HttpExchange exchange, ReceivedRequest request, ScheduledExecutorService scheduler)
      throws IOException {
    Map<String, String> fields = fields(request.text());
    String action = fields.getOrDefault("Action", "");
    String result =
        switch (action) {
          case "GetQueueUrl" ->
              "<QueueUrl>http://127.0.0.1/123456789012/" + fields.get("QueueName") + "</QueueUrl>";
          case "GetQueueAttributes" -> ATTRIBUTES;
          case BATCH -> accepted(fields);
          default -> "";
        };
    String text =
        String.join(
            "",
            "<" + action + "Response><" + action + "Result>",
            result,
            "</" + action + "Result></" + action + "Response>");
    HttpBehavior.status(200, text, Map.of("Content-Type", "text/xml"))
        .answer(exchange, request, scheduler);
  }

  private static String accepted(Map<String, String> fields) throws IOException {
    StringBuilder entries = new StringBuilder();
    for (int i = 1; fields.containsKey(BATCH + "RequestEntry." + i + ".Id"); i++) {
      String entry = BATCH + "RequestEntry." + i + ".";
      byte[] body = fields.getOrDefault(entry + "MessageBody", "").getBytes(StandardCharsets.UTF_8);
      entries
          .append("<" + BATCH + "ResultEntry><Id>" + fields.get(entry + "Id") + "</Id>")
          .append("<MessageId>m</MessageId>")
          .append("<MD5OfMessageBody>" + md5(body) + "</MD5OfMessageBody>")
          .append("<MD5OfMessageAttributes>")
          .append(md5(attributes(entry + "MessageAttribute.", fields)))
          .append("</MD5OfMessageAttributes></" + BATCH + "ResultEntry>");
    }
    return entries.toString();
  }

  /** Writes attributes in the form of which SQS computes the digest: ordered by their names. */
  private static byte[] attributes(String prefix, Map<String, String> fields) throws IOException {
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 1; fields.containsKey(prefix + i + ".Name"); i++) {
      values.put(
          fields.getOrDefault(prefix + i + ".Name", ""),
          fields.getOrDefault(prefix + i + ".Value.StringValue", ""));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (Map.Entry<String, String> attribute : values.entrySet()) {
      write(attribute.getKey(), out);
      write("String", out);
      out.writeByte(STRING);
      write(attribute.getValue(), out);
    }
    return bytes.toByteArray();
  }

  private static void write(String text, DataOutputStream out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
}
