package dev.sessionbeam.source;

import dev.sessionbeam.event.ArchiveLayout;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The records of one {@link FileSlice}, in order. Of S3, Beam lets some failures through as they
 * are, unchecked.
 */
final class SliceReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileSlice slice;
  private final InputStream in;
  private final RecordFramer framer;
  private final boolean envelopes;

  private SliceReader(FileSlice slice, InputStream in, RecordFramer framer) {
    this.slice = slice;
    this.in = in;
    this.framer = framer;
    this.envelopes = ArchiveLayout.holdsEnvelopes(slice.file());
  }

  static SliceReader open(FileSlice slice) throws UnreadableInputException {
    try {
      InputStream in =
          new BufferedInputStream(Channels.newInputStream(channel(slice)), BUFFER_BYTES);
      long first = slice.start() == 0 ? 0 : firstLine(slice, in);
      return new SliceReader(slice, in, new RecordFramer(in, first, slice.end()));
    } catch (IOException | SdkException e) {
      throw new UnreadableInputException(slice.file(), e);
    }
  }

  /**
   * Goes on where another reader of the same whole file stood.
   *
   * @param lineOffset where the line begins of the last record read
   * @param recordsOfLine how many records of that line were read
   */
  static SliceReader reopen(FileSlice slice, long lineOffset, int recordsOfLine)
      throws UnreadableInputException {
    try {
      InputStream in =
          new BufferedInputStream(Channels.newInputStream(channel(slice)), BUFFER_BYTES);
      in.skipNBytes(lineOffset);
      SliceReader reader =
          new SliceReader(slice, in, new RecordFramer(in, lineOffset, slice.end()));
      for (int i = 0; i < recordsOfLine; i++) {
        if (reader.next() == null) {
          throw new EOFException();
        }
      }
      return reader;
    } catch (EOFException e) {
      throw new UnreadableInputException(
          slice.file(), new IOException("it has become shorter since the checkpoint", e));
    } catch (IOException | SdkException e) {
      throw new UnreadableInputException(slice.file(), e);
    }
  }

  private static ReadableByteChannel channel(FileSlice slice) throws IOException {
    ReadableByteChannel stored =
        FileSystems.open(FileSystems.matchNewResource(slice.file(), false));
    if (slice.start() > 0) {
      // One byte ahead: where that is a line's end, the slice begins with a line of its own.
      ((SeekableByteChannel) stored).position(slice.start() - 1);
    }
    return Compression.detect(slice.file()).readDecompressed(stored);
  }

  /** Reads on to where the first line begins, or to the slice's end where none does. */
  private static long firstLine(FileSlice slice, InputStream in) throws IOException {
    long position = slice.start() - 1;
    int b;
    do {
      b = in.read();
      position++;
    } while (b >= 0 && b != '\n' && position < slice.end());
    return position;
  }

  /** The next record, or null behind the last one. */
  @Nullable RawRecord next() throws UnreadableInputException {
    try {
      byte[] bytes = framer.next();
      if (bytes == null) {
        return null;
      }
      RawRecord record = new RawRecord(bytes, new FileOrigin(slice.file(), framer.offset()));
      return envelopes ? Envelope.openArchived(record) : record;
    } catch (IOException | SdkException e) {
      throw new UnreadableInputException(slice.file(), e);
    }
  }

  /** Where the line begins that the last record stood in. */
  long lineOffset() {
    return framer.lineOffset();
  }

  /** How many records that line has given, the last one included. */
  int recordsOfLine() {
    return framer.recordsOfLine();
  }

  /** How many bytes of the (decompressed) file have been gone through, from its beginning. */
  long position() {
    return framer.position();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
