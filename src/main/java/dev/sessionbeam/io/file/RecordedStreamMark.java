package dev.sessionbeam.io.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.jspecify.annotations.Nullable;

/** The checkpoint mark of a {@link RecordedStreamReader}: how far it has read each of its files. */
final class RecordedStreamMark implements UnboundedSource.CheckpointMark {
  private final int readers;
  private final List<FileMark> files;
  private final @Nullable Runnable onFinalized;

  /**
   * How far one file has been read.
   *
   * @param name the file's name below the folder that the job reads
   * @param size in bytes, as stored, when the file was found
   * @param lineOffset where the line of the last emitted record begins
   * @param recordsOfLine how many records of that line were emitted; 0 if no record of any line was
   *     emitted yet
   * @param latest the latest emitted instant, or {@link RecordedFile#NO_EVENT}
   * @param head the digest of its first bytes ({@link FileHead}); empty if the file was not opened
   *     yet, or if an earlier version wrote the mark
   */
  record FileMark(
      String name, long size, long lineOffset, int recordsOfLine, long latest, String head) {
    static FileMark atStart(String name, long size) {
      return new FileMark(name, size, 0, 0, RecordedFile.NO_EVENT, "");
    }

    /** The same file, read as far as this. */
    FileMark at(long offset, int records, long latestEmitted) {
      return new FileMark(name, size, offset, records, latestEmitted, head);
    }

    /** The same file, with the digest of its first bytes. */
    FileMark withHead(String digest) {
      return new FileMark(name, size, lineOffset, recordsOfLine, latest, digest);
    }
  }

  /**
   * A mark of one reader's files.
   *
   * @param readers the number of readers among which all files were divided
   * @param onFinalized runs when a checkpoint that holds this mark is complete; null if nothing is
   *     to run
   */
  RecordedStreamMark(int readers, List<FileMark> files, @Nullable Runnable onFinalized) {
    this.readers = readers;
    this.files = List.copyOf(files);
    this.onFinalized = onFinalized;
  }

  int readers() {
    return readers;
  }

  List<FileMark> files() {
    return files;
  }

  @Override
  public void finalizeCheckpoint() {
    if (onFinalized != null) {
      onFinalized.run();
    }
  }

  /**
   * Encodes a {@link RecordedStreamMark}. Its form has a number, because a savepoint outlives the
   * version that wrote it.
   */
  static final class MarkCoder extends AtomicCoder<RecordedStreamMark> {
    /**
     * The first byte. A later form will have another number, and the forms before it must stay
     * readable.
     */
    private static final int FORM = 2;

    /** The form without the digests of the files' first bytes. */
    private static final int FORM_WITHOUT_HEADS = 1;

    private static final Coder<List<FileMark>> FILES = ListCoder.of(new FileMarkCoder(true));
    private static final Coder<List<FileMark>> FILES_WITHOUT_HEADS =
        ListCoder.of(new FileMarkCoder(false));

    @Override
    public void encode(RecordedStreamMark mark, OutputStream out) throws IOException {
      out.write(FORM);
      VarIntCoder.of().encode(mark.readers, out);
      FILES.encode(mark.files, out);
    }

    @Override
    public RecordedStreamMark decode(InputStream in) throws IOException {
      int form = in.read();
      if (form != FORM && form != FORM_WITHOUT_HEADS) {
        throw new IOException("the mark of a stream of files has the unknown form " + form);
      }
      Coder<List<FileMark>> files = form == FORM ? FILES : FILES_WITHOUT_HEADS;
      return new RecordedStreamMark(VarIntCoder.of().decode(in), files.decode(in), null);
    }
  }

  private static final class FileMarkCoder extends AtomicCoder<FileMark> {
    private final boolean heads;

    FileMarkCoder(boolean heads) {
      this.heads = heads;
    }

    @Override
    public void encode(FileMark mark, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(mark.name, out);
      VarLongCoder.of().encode(mark.size, out);
      VarLongCoder.of().encode(mark.lineOffset, out);
      VarIntCoder.of().encode(mark.recordsOfLine, out);
      VarLongCoder.of().encode(mark.latest, out);
      if (heads) {
        StringUtf8Coder.of().encode(mark.head, out);
      }
    }

    @Override
    public FileMark decode(InputStream in) throws IOException {
      return new FileMark(
          StringUtf8Coder.of().decode(in),
          VarLongCoder.of().decode(in),
          VarLongCoder.of().decode(in),
          VarIntCoder.of().decode(in),
          VarLongCoder.of().decode(in),
          heads ? StringUtf8Coder.of().decode(in) : "");
    }
  }
}
