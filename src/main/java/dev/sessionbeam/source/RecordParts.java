package dev.sessionbeam.source;

import dev.sessionbeam.event.JsonObject;
import dev.sessionbeam.event.JsonSyntaxException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records in what a stream took for one: a single object, whatever line breaks it has, or
 * several, a line each or glued together, as in a file.
 */
public final class RecordParts {
  private RecordParts() {}

  /** The records in order; none where there is nothing but white space. */
  public static List<byte[]> of(byte[] data) {
    if (hasLineBreakWithin(data) && isObject(data)) {
      return List.of(data);
    }
    RecordFramer framer = new RecordFramer(new ByteArrayInputStream(data), 0, Long.MAX_VALUE);
    List<byte[]> parts = new ArrayList<>(1);
    try {
      for (byte[] part = framer.next(); part != null; part = framer.next()) {
        parts.add(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Bytes that are no JSON at all may have line breaks that part nothing.
    return parts.size() > 1 && parts.stream().noneMatch(part -> part[0] == '{')
        ? List.of(data)
        : parts;
  }

  /** Whether a file with these bytes as a line would be read as just them. */
  public static boolean isLine(byte[] record) {
    RecordFramer framer = new RecordFramer(new ByteArrayInputStream(record), 0, Long.MAX_VALUE);
    try {
      return Arrays.equals(framer.next(), record) && framer.next() == null;
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
