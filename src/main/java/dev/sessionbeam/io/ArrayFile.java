package dev.sessionbeam.io;

import java.io.IOException;
import java.io.InputStream;

/**
 * Decides whether a file is a JSON array over several lines, or a single line, whose elements are
 * read one by one; or whether each of its lines is a record.
 */
public final class ArrayFile {
  /** How many bytes of a file are read at most for the decision, if it begins with an array. */
  public static final int MOST_BYTES = RecordFramer.MAX_FRAME + 2;

  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private ArrayFile() {}

  /**
   * Returns whether the elements of the file's arrays are read one by one. This is so if the file
   * begins with an array that does not end in its line, or if there is nothing after this line. If
   * each line is an array, the lines are records.
   *
   * @param in at the first byte of the file; at most {@link #MOST_BYTES} bytes are read, and only a
   *     few if the file does not begin with an array
   */
  public static boolean is(InputStream in) throws IOException {
    int read = 0;
    int b = in.read();
    for (int i = 0; i < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[i]; i++) {
      b = in.read();
      read++;
    }
    while (isBlank(b) && read < MOST_BYTES - 1) {
      b = in.read();
      read++;
    }
    if (b != '[') {
      return false;
    }
    ValueEnd end = new ValueEnd();
    ValueEnd.Step step = end.step((byte) b);
    while (step == ValueEnd.Step.INSIDE) {
      b = ++read < MOST_BYTES - 1 ? in.read() : -1;
      if (b < 0 || b == '\n') {
        return true;
      }
      step = end.step((byte) b);
    }
    // The line is an array. It is a record if the line ends here and other lines follow.
    boolean lineEnded = false;
    do {
      b = ++read < MOST_BYTES - 1 ? in.read() : -1;
      lineEnded |= b == '\n';
    } while (isBlank(b));
    return step != ValueEnd.Step.LAST || b < 0 || (!lineEnded && b != '[');
  }

  private static boolean isBlank(int b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
