package dev.sessionbeam.fuzz;

/**
 * Counts the records of a file as docs/semantics.md describes them, apart from the pipeline's own
 * code: a line is a record, or several objects without a line break between them. A line with a
 * broken object is split wherever an opening brace follows a closing one, from that object on.
 *
 * <p>It knows no limits: no line with several records may be larger than 1 MiB.
 */
final class RecordCount {
  private static final int BROKEN = -1;

  private final byte[] file;

  /** Whether a record may hold many, and thus be an array. */
  private final boolean unwraps;

  private RecordCount(byte[] file, boolean unwraps) {
    this.file = file;
    this.unwraps = unwraps;
  }

  /** Returns the number of records in the decompressed bytes of a file. */
  static long of(byte[] file, boolean unwraps) {
    RecordCount count = new RecordCount(file, unwraps);
    boolean mark =
        file.length >= 3
            && file[0] == (byte) 0xef
            && file[1] == (byte) 0xbb
            && file[2] == (byte) 0xbf;
    long records = 0;
    int start = mark ? 3 : 0;
    while (start < file.length) {
      int end = start;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      records += count.ofLine(start, end);
      start = end + 1;
    }
    return records;
  }

  private long ofLine(int start, int end) {
    long records = 0;
    int at = nextText(start, end);
    while (at < end) {
      int close = opens(file[at]) ? endOfObject(at, end) : BROKEN;
      int next = close == BROKEN ? BROKEN : nextText(close, end);
      if (next == BROKEN || (next < end && !opens(file[next]))) {
        return records + 1 + splits(at, end);
      }
      records++;
      at = next;
    }
    return records;
  }

  private int endOfObject(int start, int end) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < end; i++) {
      byte b = file[i];
      if (inString) {
        if (b == '\\') {
          i++;
        } else if (b == '"') {
          inString = false;
        }
      } else if (b == '"') {
        inString = true;
      } else if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0) {
          return i + 1;
        }
      }
    }
    return BROKEN;
  }

  /** How often an opening brace follows a closing one. */
  private long splits(int start, int end) {
    long splits = 0;
    for (int i = start; i < end; i++) {
      if (file[i] == '}') {
        int next = nextText(i + 1, end);
        splits += next < end && file[next] == '{' ? 1 : 0;
      }
    }
    return splits;
  }

  private int nextText(int from, int end) {
    int at = from;
    while (at < end && isBlank(file[at])) {
      at++;
    }
    return at;
  }

  private boolean opens(byte b) {
    return b == '{' || (b == '[' && unwraps);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == 0x0b || b == 0x0c;
  }
}
