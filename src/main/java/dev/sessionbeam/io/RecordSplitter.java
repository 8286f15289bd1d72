package dev.sessionbeam.io;

import dev.sessionbeam.json.JsonArray;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits the data of one record of a stream into the records in it. The data is a single object or
 * array, whatever line breaks it has, or several records: one per line, or objects without a line
 * break between them, as in a file.
 */
public final class RecordSplitter {
  private RecordSplitter() {}

  /**
   * Returns the records in order, or an empty list if there is only white space. Data that is a
   * single record is not copied.
   */
  public static List<byte[]> of(byte[] data) {
    boolean isLarge = data.length > RecordFramer.MAX_OBJECT;
    if ((isLarge || hasLineBreakWithin(data)) && (isObject(data) || JsonArray.is(data))) {
      return List.of(data);
    }
    RecordFramer framer = RecordFramer.over(data, JsonArray.begins(data));
    List<byte[]> records = new ArrayList<>(1);
    for (byte[] record = next(framer); record != null; record = next(framer)) {
      records.add(record);
    }
    // Bytes that are not JSON at all may have line breaks that do not separate records.
    return records.size() > 1
            && records.stream().noneMatch(record -> record[0] == '{' || JsonArray.is(record))
        ? List.of(data)
        : records;
  }

  /** Whether a reader of a file that has these bytes as a line gets exactly this record. */
  public static boolean isLine(byte[] record) {
    return isLine(record, false);
  }

  /**
   * Does the same as {@link #isLine(byte[])}.
   *
   * @param unwraps whether the reader expects records that hold many
   */
  public static boolean isLine(byte[] record, boolean unwraps) {
    byte[] first = next(RecordFramer.over(record, unwraps));
    return first != null && first.length == record.length;
  }

  /** Reads from memory, so it cannot fail. */
  private static byte @Nullable [] next(RecordFramer framer) {
    try {
      return framer.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether there is a line break before the last byte. Such data is an object over several lines,
   * or several records. Most data is neither.
   */
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
