package dev.sessionbeam.publish;

import dev.sessionbeam.parquet.RowCount;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.SortedMap;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * Counts the lines in files of an output, or the rows in Parquet files, if the files are not too
 * large to be read for that.
 */
final class FileLines {
  /** So many bytes, as stored, take some seconds to read. */
  private static final long MOST_BYTES = 64L << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private FileLines() {}

  /**
   * Returns the number of lines in all files together, or {@link MissingFiles#UNKNOWN} if the files
   * are large or one of them cannot be read.
   *
   * @param sizes the sizes in bytes, as stored, by the files' names relative to the output
   */
  static long count(OutputFolder output, SortedMap<String, Long> sizes) {
    if (sizes.values().stream().mapToLong(Long::longValue).sum() > MOST_BYTES) {
      return MissingFiles.UNKNOWN;
    }
    long lines = 0;
    try {
      for (String name : sizes.keySet()) {
        lines += count(output.root() + name);
      }
    } catch (IOException e) {
      return MissingFiles.UNKNOWN; // A number for a message only; the files themselves are there.
    }
    return lines;
  }

  private static long count(String file) throws IOException {
    ResourceId id = FileSystems.matchNewResource(file, false);
    if (file.endsWith(OutputFolder.PARQUET)) {
      return FileSystems.open(id) instanceof SeekableByteChannel rows
          ? RowCount.of(rows)
          : MissingFiles.UNKNOWN;
    }
    long lines = 0;
    try (InputStream text =
        Channels.newInputStream(Compression.detect(file).readDecompressed(FileSystems.open(id)))) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = text.read(buffer); read >= 0; read = text.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
      }
    }
    return lines;
  }
}
