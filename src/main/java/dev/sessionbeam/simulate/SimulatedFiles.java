package dev.sessionbeam.simulate;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes records to {@code part-000.jsonl} and so on, one record per line. Each record goes to the
 * next file in turn. So each file is in order of arrival, and so are the first lines of all files,
 * then their second lines.
 */
final class SimulatedFiles implements RecordSink, Closeable {
  private static final Pattern NAME = Pattern.compile("part-\\d{3}\\.jsonl");

  private static final int BUFFER = 1 << 16;

  private final List<OutputStream> files = new ArrayList<>();
  private int turn;
  private long bytes;

  private SimulatedFiles() {}

  /** Creates this many new files. */
  static SimulatedFiles create(Path folder, int count) throws IOException {
    SimulatedFiles created = new SimulatedFiles();
    try {
      for (int number = 0; number < count; number++) {
        Path file = folder.resolve(String.format(Locale.ROOT, "part-%03d.jsonl", number));
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        created.files.add(new BufferedOutputStream(out, BUFFER));
      }
      return created;
    } catch (IOException e) {
      created.close();
      throw e;
    }
  }

  /** Whether a simulation writes files of this name. */
  static boolean isOwn(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches() && !Files.isDirectory(file);
  }

  @Override
  public void write(Arrival arrival) throws IOException {
    OutputStream file = files.get(turn);
    byte[] record = arrival.record();
    file.write(record);
    file.write('\n');
    bytes += record.length + 1;
    turn = turn + 1 == files.size() ? 0 : turn + 1;
  }

  /** How many bytes have been written, line breaks included. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (OutputStream file : files) {
      try {
        file.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
