package dev.sessionbeam.io.file;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.EnvelopeReader;
import dev.sessionbeam.failure.EnvelopeWriter;
import dev.sessionbeam.io.ArchiveLayout;
import dev.sessionbeam.io.ElementFramer;
import dev.sessionbeam.io.FileFramer;
import dev.sessionbeam.io.RecordFramer;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads the records of one {@link FileSlice} in order. Beam does not wrap some failures of S3, so
 * they are unchecked exceptions of the AWS SDK; they are wrapped here.
 */
final class SliceReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  /** An envelope may be larger than the record in it. */
  private static final RecordFramer.LongLines ENVELOPES =
      new RecordFramer.LongLines(EnvelopeWriter.MAX_BYTES, EnvelopeReader::isEnvelope);

  private final FileSlice slice;
  private final InputStream in;
  private final FileFramer framer;
  private final boolean envelopes;
  private final String head;

  private SliceReader(FileSlice slice, InputStream in, FileFramer framer, boolean replays) {
    this(slice, in, framer, replays, "");
  }

  private SliceReader(
      FileSlice slice, InputStream in, FileFramer framer, boolean replays, String head) {
    this.head = head;
    this.slice = slice;
    this.in = in;
    this.framer = framer;
    this.envelopes = ArchiveLayout.holdsEnvelopes(slice.file());
    if ((envelopes || replays) && framer instanceof RecordFramer lines) {
      lines.withLongLines(ENVELOPES);
    }
  }

  static SliceReader open(FileSlice slice) throws UnreadableInputException {
    return open(slice, false, false);
  }

  /**
   * Opens a slice.
   *
   * @param unwraps whether a record may hold many. Then a file that is an array is read element by
   *     element, as one slice
   * @param replays whether records may be in envelopes, whose lines may be longer than a record
   */
  static SliceReader open(FileSlice slice, boolean unwraps, boolean replays)
      throws UnreadableInputException {
    try {
      if (slice.start() > 0) {
        // One byte before: if it is a line break, the slice begins with a line of its own.
        InputStream in =
            new BufferedInputStream(StoredBytes.open(slice, slice.start() - 1), BUFFER_BYTES);
        boolean ofFirst = unwraps && isArray(slice);
        long first = ofFirst ? slice.end() : firstLine(slice, in);
        return new SliceReader(
            slice, in, new RecordFramer(in, first, slice.end(), unwraps), replays);
      }
      FileContent content = records(slice, unwraps);
      return new SliceReader(slice, content.text(), firstRecord(slice, content, unwraps), replays);
    } catch (IOException | SdkException e) {
      throw UnreadableInputException.of(slice.file(), e);
    }
  }

  /**
   * Opens a whole file at the position of an earlier reader.
   *
   * @param mark the position. If it holds the digest of the file's first bytes, they must still be
   *     the same
   * @param unwraps as in {@link #open(FileSlice, boolean, boolean)}
   * @param replays as in {@link #open(FileSlice, boolean, boolean)}
   * @throws UnreadableInputException also if the file is another one than that of the mark
   */
  static SliceReader reopen(FileSlice slice, FileMark mark, boolean unwraps, boolean replays)
      throws UnreadableInputException {
    try {
      FileHead head = FileHead.of(StoredBytes.open(slice, 0), mark.size());
      if (!mark.head().isEmpty() && !mark.head().equals(head.digest())) {
        throw new UnreadableInputException(slice.file(), replaced());
      }
      FileContent content = records(slice, head.stored(), unwraps);
      long lineOffset = mark.lineOffset();
      SliceReader reader =
          new SliceReader(
              slice,
              content.text(),
              lineOffset == 0
                  ? firstRecord(slice, content, unwraps)
                  : framerAt(lineOffset, mark.recordsOfLine(), slice, content, unwraps),
              replays,
              head.digest());
      for (int i = 0; i < mark.recordsOfLine(); i++) {
        if (reader.next() == null) {
          throw new EOFException();
        }
      }
      return reader;
    } catch (EOFException e) {
      throw new UnreadableInputException(slice.file(), shorter(e));
    } catch (IOException | SdkException e) {
      throw UnreadableInputException.of(slice.file(), e);
    }
  }

  private static IOException replaced() {
    return new IOException(
        "its first bytes are not those of the file that this run began to read. A run that resumes"
            + " needs the same file, or a longer one that begins with it. Put the former file back."
            + " To read other content, give it another name, and read it in another run");
  }

  private static IOException shorter(EOFException e) {
    return new IOException(
        "it has become shorter since this run began to read it. A run that resumes needs the same"
            + " file, or a longer one that begins with it. Put the former file back",
        e);
  }

  /**
   * Whether the file is an array, all of which the first slice reads. The files that a run finds
   * are not split then, but a file system whose files nobody looked at may have one.
   */
  private static boolean isArray(FileSlice slice) throws IOException {
    try (InputStream stored = StoredBytes.open(slice, 0)) {
      return FileContent.of(slice.file(), stored).kind().isArray(true);
    }
  }

  private static FileFramer framerAt(
      long lineOffset, int recordsOfLine, FileSlice slice, FileContent content, boolean unwraps)
      throws IOException {
    content.text().skipNBytes(lineOffset);
    return content.kind().isArray(unwraps)
        ? new ElementFramer(content.text(), lineOffset, recordsOfLine > 0)
        : new RecordFramer(content.text(), lineOffset, end(slice, content), unwraps);
  }

  /** Skips the byte order mark. The first line begins before it, so it belongs to this slice. */
  private static FileFramer firstRecord(FileSlice slice, FileContent content, boolean unwraps)
      throws IOException {
    int mark = content.markBytes();
    content.text().skipNBytes(mark);
    if (content.kind().isArray(unwraps)) {
      return new ElementFramer(content.text(), mark, false);
    }
    long end = end(slice, content);
    return new RecordFramer(
        content.text(), mark, mark == 0 ? end : Math.max(mark + 1, end), unwraps);
  }

  private static long end(FileSlice slice, FileContent content) {
    return content.compressed() ? FileSlice.TO_THE_END : slice.end();
  }

  /** Opens a file of records on lines, or of an array of them if records may hold many. */
  private static FileContent records(FileSlice slice, boolean unwraps)
      throws UnreadableInputException {
    try {
      return records(slice, StoredBytes.open(slice, 0), unwraps);
    } catch (IOException | SdkException e) {
      throw UnreadableInputException.of(slice.file(), e);
    }
  }

  private static FileContent records(FileSlice slice, InputStream stored, boolean unwraps)
      throws UnreadableInputException {
    try {
      try {
        FileContent content = FileContent.of(slice.file(), stored);
        if (!content.kind().isReadable(unwraps)) {
          throw new UnreadableInputException(content.kind().fault(slice.file()));
        }
        return content;
      } catch (IOException | SdkException e) {
        stored.close();
        throw e;
      }
    } catch (IOException | SdkException e) {
      throw UnreadableInputException.of(slice.file(), e);
    }
  }

  /**
   * Reads to the beginning of the first line, or to the end of the slice if no line begins in it.
   */
  private static long firstLine(FileSlice slice, InputStream in) throws IOException {
    long position = slice.start() - 1;
    int b;
    do {
      b = in.read();
      position++;
    } while (b >= 0 && b != '\n' && position < slice.end());
    return position;
  }

  /** Returns the next record, or null after the last one. */
  @Nullable RawRecord next() throws UnreadableInputException {
    try {
      byte[] bytes = framer.next();
      if (bytes == null) {
        return null;
      }
      Origin origin = new FileOrigin(slice.file(), framer.offset());
      RawRecord record =
          new RawRecord(bytes, framer.isElement() ? new InnerOrigin(origin, 0, 0) : origin);
      return envelopes ? EnvelopeReader.openArchived(record) : record;
    } catch (IOException | SdkException e) {
      throw UnreadableInputException.of(slice.file(), e);
    }
  }

  /** The digest of the file's first bytes; empty if it was not opened by a mark. */
  String head() {
    return head;
  }

  /** Where the line of the last record begins. */
  long lineOffset() {
    return framer.lineOffset();
  }

  /** How many records of that line were returned, including the last one. */
  int recordsOfLine() {
    return framer.recordsOfLine();
  }

  /** The position in the (decompressed) file up to which it has been read. */
  long position() {
    return framer.position();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
