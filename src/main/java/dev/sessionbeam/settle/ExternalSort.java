package dev.sessionbeam.settle;

import com.google.common.collect.Iterators;
import dev.sessionbeam.settle.SortedLine.SortedLineCoder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.beam.sdk.io.Compression;
import org.jspecify.annotations.Nullable;

/**
 * Sorts more lines than the memory holds: sorted parts are written to temporary files, and then
 * merged. (Beam's own sorter, {@code beam-sdks-java-extensions-sorter}, is not served for Beam
 * 2.70.)
 */
final class ExternalSort implements AutoCloseable {
  /** So many parts are merged at a time: each open one takes some hundred kilobytes. */
  private static final int MOST_PARTS = 64;

  private static final int BUFFER_BYTES = 1 << 16;

  private final long memory;
  private final List<Path> parts = new ArrayList<>();
  private final List<Part> open = new ArrayList<>();
  private List<SortedLine> lines = new ArrayList<>();
  private long held;

  /**
   * Creates a sort.
   *
   * @param memory about so many bytes are held before they go to a file
   */
  ExternalSort(long memory) {
    this.memory = memory;
  }

  /** Adds a line, and writes all lines in memory to a temporary file if there are too many. */
  void add(SortedLine line) throws IOException {
    lines.add(line);
    held += line.bytes();
    if (held >= memory) {
      lines.sort(SortedLine.ORDER);
      writePart(lines.iterator());
      lines = new ArrayList<>();
      held = 0;
      if (parts.size() == MOST_PARTS) {
        mergeParts();
      }
    }
  }

  /** Returns the lines in order. No line may be added after this. */
  Iterator<SortedLine> sorted() throws IOException {
    lines.sort(SortedLine.ORDER);
    List<Iterator<SortedLine>> all = new ArrayList<>(open(parts));
    all.add(lines.iterator());
    return Iterators.mergeSorted(all, SortedLine.ORDER);
  }

  private void mergeParts() throws IOException {
    List<Path> former = List.copyOf(parts);
    parts.clear();
    List<Part> opened = open(former);
    writePart(Iterators.mergeSorted(opened, SortedLine.ORDER));
    closeParts();
    for (Path part : former) {
      Files.delete(part);
    }
  }

  private void writePart(Iterator<SortedLine> sorted) throws IOException {
    // Where the process has its temporary files now, which is deleted even after a kill.
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    Path part = Files.createTempFile(folder, "settle-", ".part");
    parts.add(part);
    try (OutputStream out =
            Channels.newOutputStream(
                Compression.ZSTD.writeCompressed(
                    FileChannel.open(part, StandardOpenOption.WRITE)));
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES))) {
      while (sorted.hasNext()) {
        data.writeBoolean(true);
        SortedLineCoder.INSTANCE.encode(sorted.next(), data);
      }
      data.writeBoolean(false);
    }
  }

  private List<Part> open(List<Path> files) throws IOException {
    for (Path file : files) {
      open.add(new Part(file));
    }
    return List.copyOf(open);
  }

  private void closeParts() throws IOException {
    for (Part part : open) {
      part.in.close();
    }
    open.clear();
  }

  /** Deletes the temporary files. */
  @Override
  public void close() throws IOException {
    closeParts();
    for (Path part : parts) {
      Files.deleteIfExists(part);
    }
    parts.clear();
  }

  /** The lines of a temporary file. */
  private static final class Part implements Iterator<SortedLine> {
    private final DataInputStream in;
    private @Nullable SortedLine next;

    Part(Path file) throws IOException {
      InputStream read =
          Channels.newInputStream(
              Compression.ZSTD.readDecompressed(FileChannel.open(file, StandardOpenOption.READ)));
      in = new DataInputStream(new BufferedInputStream(read, BUFFER_BYTES));
      next = read();
    }

    private @Nullable SortedLine read() throws IOException {
      return in.readBoolean() ? SortedLineCoder.INSTANCE.decode(in) : null;
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public SortedLine next() {
      SortedLine line = next;
      if (line == null) {
        throw new NoSuchElementException();
      }
      try {
        next = read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return line;
    }
  }
}
