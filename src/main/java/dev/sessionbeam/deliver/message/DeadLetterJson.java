package dev.sessionbeam.deliver.message;

import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import dev.sessionbeam.json.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters as one line of JSON, in a queue and in {@code undelivered/} alike, and reads
 * them. What is read equals what was written, except that long errors are cut.
 */
public final class DeadLetterJson {
  /** The most characters of an error. */
  public static final int LONGEST_ERROR = 1024;

  static final String DESTINATION = "destination";
  static final String REASON = "reason";
  static final String ATTEMPTS = "attempts";
  static final String FIRST_ERROR = "first_error";
  static final String LAST_ERROR = "last_error";
  static final String RULES = "rules";
  static final String KEY = "idempotency_key";
  static final String SOURCE = "source";
  static final String MACHINE = "machine";
  static final String ID = "id";
  static final String INSTANT = "instant";
  static final String REVISION = "revision";
  static final String PAYLOAD = "payload";
  static final String PAYLOAD_BASE64 = "payload_base64";

  private DeadLetterJson() {}

  /** Returns the line, without a line break. */
  public static byte[] write(DeadLetter letter) {
    Delivery delivery = letter.delivery();
    Subject subject = delivery.subject();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put(DESTINATION, wellFormed(delivery.destination()));
    fields.put(REASON, letter.reason().code());
    fields.put(ATTEMPTS, letter.attempts());
    fields.put(FIRST_ERROR, error(letter.firstError()));
    fields.put(LAST_ERROR, error(letter.lastError()));
    fields.put(RULES, wellFormed(delivery.rules()));
    fields.put(KEY, delivery.key().toString());
    fields.put(SOURCE, subject.source().code());
    fields.put(MACHINE, wellFormed(subject.machine()));
    fields.put(ID, wellFormed(subject.id()));
    switch (subject.source()) {
      case EVENTS -> fields.put(INSTANT, Rfc3339.format(subject.number()));
      case SESSIONS -> fields.put(REVISION, subject.number());
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(delivery.body());
      fields.put(PAYLOAD, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      fields.put(PAYLOAD_BASE64, Base64.getEncoder().encodeToString(delivery.body()));
    }
    return JsonValue.of(fields).toBytes();
  }

  private static @Nullable String error(@Nullable String error) {
    if (error == null || error.length() <= LONGEST_ERROR) {
      return error == null ? null : wellFormed(error);
    }
    boolean splitsPair = Character.isHighSurrogate(error.charAt(LONGEST_ERROR - 1));
    return wellFormed(error.substring(0, splitsPair ? LONGEST_ERROR - 1 : LONGEST_ERROR));
  }

  /** Returns a text that UTF-8 can encode. */
  private static String wellFormed(String text) {
    return Text.isWellFormed(text)
        ? text
        : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * Returns the dead letter in a line.
   *
   * @return empty if the bytes are something else, such as a message that another program has put
   *     into the queue
   */
  public static Optional<DeadLetter> read(byte[] line) {
    return DeadLetterReader.read(line);
  }
}
