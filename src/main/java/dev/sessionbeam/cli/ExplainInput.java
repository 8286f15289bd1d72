package dev.sessionbeam.cli;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.explain.Explain;
import dev.sessionbeam.failure.RejectionExample;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.file.FileRecords;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The records that a command reads: those of a file, or of the standard input. */
final class ExplainInput {
  /** The most records that are explained. */
  static final int MOST_RECORDS = 1_000;

  /** The most bytes of records that are explained. */
  private static final long MOST_BYTES = 64L << 20;

  private static final String STANDARD_INPUT = "-";

  private final String name;
  private final Path file;

  private ExplainInput(String name, Path file) {
    this.name = name;
    this.file = file.toAbsolutePath();
  }

  /** What is done with an input. */
  interface Use {
    void with(ExplainInput input) throws UsageException;
  }

  /**
   * Opens an input, uses it, and removes what it needed.
   *
   * @param name a file; {@code -} for the standard input
   * @param needsAll whether a standard input of more than 64 MiB is a fault; otherwise, the rest is
   *     left out
   * @throws UsageException if it cannot be read
   */
  static void use(String name, InputStream standardInput, boolean needsAll, Use use)
      throws UsageException {
    if (!name.equals(STANDARD_INPUT)) {
      Path file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw new UsageException(name + " is a folder: give one file of it");
      }
      use.with(new ExplainInput(name, file));
      return;
    }
    try {
      // A file, so that it is read as every other input: its first bytes tell what it is.
      Path copy = Files.createTempFile("sessionbeam-explain-", ".tmp");
      copy.toFile().deleteOnExit();
      try {
        copy(standardInput, copy, needsAll);
        use.with(new ExplainInput("standard input", copy));
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (IOException e) {
      throw new UsageException("cannot read the standard input: " + FileFaults.describe(name, e));
    }
  }

  private static void copy(InputStream in, Path file, boolean needsAll)
      throws IOException, UsageException {
    try (OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      long copied = 0;
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        copied += read;
        out.write(buffer, 0, read);
        if (copied > MOST_BYTES) {
          if (needsAll) {
            throw tooMany("standard input has more than 64 MiB");
          }
          return;
        }
      }
    }
  }

  /**
   * Explains all records.
   *
   * @throws UsageException if the file cannot be read, or has too many records
   */
  void explainAll(boolean unwraps, boolean replay, Explain explain) throws UsageException {
    long bytes = 0;
    try (FileRecords records = FileRecords.open(file, unwraps, replay)) {
      for (RawRecord record = records.next(); record != null; record = records.next()) {
        explain.add(record);
        bytes += record.bytes().length;
        if (explain.records() > MOST_RECORDS) {
          throw tooMany(name + " has more than 1,000 records");
        }
        if (bytes > MOST_BYTES) {
          throw tooMany(name + " has more than 64 MiB");
        }
      }
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()).replace(file.toString(), name));
    }
  }

  /**
   * Adds the first records to a list.
   *
   * @return whether the file has more than these
   * @throws UsageException if the file cannot be read
   */
  boolean first(int mostRecords, long mostBytes, List<RawRecord> into) throws UsageException {
    long bytes = 0;
    // A file that is one array is read element by element.
    try (FileRecords records = FileRecords.open(file, true, false)) {
      for (RawRecord record = records.next(); record != null; record = records.next()) {
        bytes += record.bytes().length;
        if (into.size() == mostRecords || bytes > mostBytes) {
          return true;
        }
        into.add(record);
      }
      return false;
    } catch (IOException e) {
      throw new UsageException(String.valueOf(e.getMessage()).replace(file.toString(), name));
    }
  }

  /** How a person knows the input: the name of a file, or the standard input. */
  String name() {
    return name;
  }

  private static UsageException tooMany(String what) {
    return new UsageException(
        what
            + ": explain is for a few. Take a part, such as: head -n 100 FILE | sessionbeam explain"
            + " --definition=DEFINITION -");
  }

  /** Says where a record was read. */
  String place(Origin origin) {
    return RejectionExample.source(renamed(origin));
  }

  private Origin renamed(Origin origin) {
    if (origin instanceof InnerOrigin inner) {
      return new InnerOrigin(renamed(inner.outer()), inner.index(), inner.levels());
    }
    return origin instanceof FileOrigin of && of.file().equals(file.toString())
        ? new FileOrigin(name, of.offset())
        : origin;
  }
}
