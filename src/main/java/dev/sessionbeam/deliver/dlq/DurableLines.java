package dev.sessionbeam.deliver.dlq;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/**
 * A file of lines, to which lines are added. A line that was added is on the disk, also after a
 * crash of the machine; when the file has been opened, so is each line in it. A last line that a
 * killed process left unfinished is cut off when the file is opened. One process at a time has the
 * file open.
 */
final class DurableLines implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private boolean broken;

  /** Takes what a file holds when it is opened. */
  interface Reader {
    /**
     * Takes a line.
     *
     * @return false if the file holds something else than these lines
     */
    boolean take(String line);

    /** Whether a last line without a line break is complete. */
    boolean isWhole(String last);

    /** Whether a last line that is not complete is the beginning of a line. */
    boolean isBeginning(String last);
  }

  private DurableLines(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Opens a file, or creates it with the folders above it.
   *
   * @throws IOException if it holds something else, another process has it open, or it cannot be
   *     written to. It is then unchanged
   */
  static DurableLines open(Path file, Reader reader) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    return open(
        file,
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        reader);
  }

  /** Opens a file through a channel, which this then closes. */
  static DurableLines open(Path file, FileChannel channel, Reader reader) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    try {
      lock(file, channel);
      DurableLines lines = new DurableLines(file, channel);
      lines.readAll(reader);
      // A process may have been killed after it wrote lines, and before they were on the disk.
      channel.force(true);
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        // The name of a new file is durable only with its folder.
        names.force(true);
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void lock(Path file, FileChannel channel) throws IOException {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it open.
    }
    throw new IOException(file + " is in use by another command: wait until that one has ended");
  }

  /** Reads by the channel itself: to close another one would end the lock. */
  private void readAll(Reader reader) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long number = 0;
    long end = 0;
    for (long at = 0; channel.read(buffer, at) > 0; buffer.clear()) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        at++;
        if (next == '\n') {
          number++;
          if (!reader.take(text(line))) {
            throw other(number);
          }
          line.reset();
          end = at;
        } else {
          line.write(next);
        }
      }
    }
    channel.position(end);
    if (line.size() > 0) {
      finish(text(line), number + 1, end, reader);
    }
  }

  private void finish(String last, long number, long end, Reader reader) throws IOException {
    if (reader.isWhole(last)) {
      if (!reader.take(last)) {
        throw other(number);
      }
      channel.position(channel.size());
      write(ByteBuffer.wrap(new byte[] {'\n'}));
    } else if (number > 1 || reader.isBeginning(last)) {
      channel.truncate(end);
    } else {
      throw other(number);
    }
  }

  private static String text(ByteArrayOutputStream line) {
    return line.toString(StandardCharsets.UTF_8);
  }

  private IOException other(long line) {
    return new IOException(
        file
            + " holds something else in line "
            + line
            + ", so nothing is added to it: name another"
            + " file");
  }

  /**
   * Adds lines, without their line breaks. When it returns, they are on the disk. After it has
   * failed once, it adds nothing more: what it wrote then may still be in the file.
   */
  synchronized void add(List<String> lines) throws IOException {
    if (broken) {
      throw new IOException("cannot write to " + file + ": an earlier write has failed");
    }
    long before = channel.position();
    broken = true;
    try {
      write(StandardCharsets.UTF_8.encode(String.join("\n", lines) + "\n"));
      channel.force(true);
      broken = false;
    } catch (IOException e) {
      cutOff(before, e);
      throw e;
    }
  }

  /** A full disk: what could be written of the lines is not a line. */
  private void cutOff(long end, IOException failure) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
