package dev.sessionbeam.source;

import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records in what a stream took for one: a single object, whatever line breaks it has, or
 * several, a line each or glued together, as in a file.
 */
public final class RecordParts {
  private RecordParts() {}

  /**
   * The records in order; none where there is nothing but white space. Data that is a single record
   * is not copied.
   */
  public static List<byte[]> of(byte[] data) {
    if (hasLineBreakWithin(data) && isObject(data)) {
      return List.of(data);
    }
    RecordFramer framer = RecordFramer.over(data);
    List<byte[]> parts = new ArrayList<>(1);
    for (byte[] part = next(framer); part != null; part = next(framer)) {
      parts.add(part);
    }
    // Bytes that are no JSON at all may have line breaks that part nothing.
    return parts.size() > 1 && parts.stream().noneMatch(part -> part[0] == '{')
        ? List.of(data)
        : parts;
  }

  /** Whether a file with these bytes as a line would be read as just them. */
  public static boolean isLine(byte[] record) {
    byte[] first = next(RecordFramer.over(record));
    return first != null && first.length == record.length;
  }

  /** No input is read, so none can fail. */
  private static byte @Nullable [] next(RecordFramer framer) {
    try {
      return framer.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such data is an object over several lines, or several records; most of it is neither. */
  private static boolean hasLineBreakWithin(byte[] data) {
    for (int i = 0; i < data.length - 1; i++) {
      if (data[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private static boolean isObject(byte[] data) {
    try {
      JsonObject.parse(data);
      return true;
    } catch (JsonSyntaxException e) {
      return false;
    }
  }
}
