package dev.sessionbeam.settle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code events/}. The fields of the session are the last ones, so the rest of the line
 * need not be read.
 *
 * @param sessionId the id of the event's session
 * @param index the event's index in the session
 * @param revision 0 if the line has none
 * @param plain the line as a batch run writes it: without the revision
 * @param ownLength how many bytes of the line are the event's own fields, without the closing brace
 */
public record EventLine(String sessionId, int index, int revision, byte[] plain, int ownLength) {
  /** More than the fields of a session can have. */
  private static final int MOST_BYTES = 256;

  private static final Pattern END =
      Pattern.compile(
          "[{,]\"session_id\":\"([0-9a-f-]{36})\",\"session_start\":\"[^\"]{24}\""
              + ",\"session_index\":(\\d{1,10})(,\"revision\":(\\d{1,10}))?}$");

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is not a line of an event
   */
  public static EventLine parse(byte[] line) {
    int from = Math.max(0, line.length - MOST_BYTES);
    Matcher end =
        END.matcher(new String(line, from, line.length - from, StandardCharsets.ISO_8859_1));
    if (!end.find()) {
      throw new IllegalArgumentException("it does not end with the fields of a session");
    }
    @Nullable String revision = end.group(3);
    byte[] plain = line;
    if (revision != null) {
      plain = Arrays.copyOf(line, line.length - revision.length());
      plain[plain.length - 1] = '}';
    }
    return new EventLine(
        end.group(1),
        Integer.parseInt(end.group(2)),
        revision == null ? 0 : Integer.parseInt(end.group(4)),
        plain,
        Math.max(1, from + end.start()));
  }

  /** Returns the event's own fields as a JSON object: the line without the fields of a session. */
  public byte[] own() {
    byte[] own = Arrays.copyOf(plain, ownLength + 1);
    own[ownLength] = '}';
    return own;
  }
}
