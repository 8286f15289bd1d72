package dev.sessionbeam.report;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.values.KV;

/**
 * The state of a report after the first days of an output, in a folder: the counts so far, and for
 * each machine what must be known to go on.
 *
 * @param folder the folder
 * @param lastDay the last of these days, in days since the epoch
 */
public record DaysState(String folder, int lastDay) implements Serializable {
  private static final long serialVersionUID = 1;
  private static final String COUNTS = "counts.zst";
  private static final String MACHINES = ".machines.zst";

  /**
   * Counts with the names of their actions.
   *
   * @param names the names, in the order of the numbers
   * @param events how many events have each of these actions
   */
  record Named(ReportCounts counts, ArrayList<String> names, ArrayList<Long> events)
      implements Serializable {
    private static final long serialVersionUID = 1;
  }

  /** Writes the counts. */
  void write(ReportCounts counts, List<KV<String, Long>> names) throws IOException {
    ArrayList<String> known = new ArrayList<>();
    ArrayList<Long> events = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      known.add(names.get(i).getKey());
      events.add(counts.actions().events(i));
    }
    try (ObjectOutputStream out = new ObjectOutputStream(create(Path.of(folder, COUNTS)))) {
      out.writeObject(new Named(counts, known, events));
    }
  }

  /** Reads the counts. */
  Named counts() throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(open(Path.of(folder, COUNTS)))) {
      return (Named) in.readObject();
    } catch (ClassNotFoundException | ClassCastException | IOException e) {
      throw broken(e);
    }
  }

  /** Opens a new file for machines. */
  OutputStream createMachines() throws IOException {
    return create(Files.createTempFile(Path.of(folder), "part-", MACHINES));
  }

  /** Returns the names of the files of machines. */
  public List<String> machines() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.map(Path::toString).filter(file -> file.endsWith(MACHINES)).sorted().toList();
    }
  }

  /** Returns what to throw if a file of the state cannot be read. */
  IOException broken(Exception e) {
    // The command line prints the message of the innermost IOException.
    IOException broken =
        new IOException(
            "the cache folder " + folder + " is broken, or of another version: delete it");
    broken.addSuppressed(e);
    return broken;
  }

  static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(
        Channels.newInputStream(
            Compression.ZSTD.readDecompressed(FileChannel.open(file, StandardOpenOption.READ))));
  }

  private static OutputStream create(Path file) throws IOException {
    return new BufferedOutputStream(
        Channels.newOutputStream(
            Compression.ZSTD.writeCompressed(
                FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE))));
  }
}
