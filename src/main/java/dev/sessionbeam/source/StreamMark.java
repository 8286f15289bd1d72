package dev.sessionbeam.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.jspecify.annotations.Nullable;

/** How far a {@link RecordedStreamReader} has come. */
final class StreamMark implements UnboundedSource.CheckpointMark {
  private final List<FileMark> files;
  private final @Nullable Runnable onFinalized;

  /**
   * How far one file has been read.
   *
   * @param lineOffset where the line begins of the last record given out
   * @param recordsOfLine how many records of that line were given out; 0: none yet, of no line
   * @param latest the latest instant given out, or {@link RecordedFile#NO_EVENT}
   */
  record FileMark(long lineOffset, int recordsOfLine, long latest) {}

  /**
   * A mark of files, in the source's order.
   *
   * @param onFinalized is run when a checkpoint holds this mark for good; null where nobody asks
   */
  StreamMark(List<FileMark> files, @Nullable Runnable onFinalized) {
    this.files = List.copyOf(files);
    this.onFinalized = onFinalized;
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

  /** Encodes a {@link StreamMark}. */
  static final class MarkCoder extends AtomicCoder<StreamMark> {
    private static final Coder<List<FileMark>> FILES = ListCoder.of(new FileMarkCoder());

    @Override
    public void encode(StreamMark mark, OutputStream out) throws IOException {
      FILES.encode(mark.files, out);
    }

    @Override
    public StreamMark decode(InputStream in) throws IOException {
      return new StreamMark(FILES.decode(in), null);
    }
  }

  private static final class FileMarkCoder extends AtomicCoder<FileMark> {
    @Override
    public void encode(FileMark mark, OutputStream out) throws IOException {
      VarLongCoder.of().encode(mark.lineOffset, out);
      VarIntCoder.of().encode(mark.recordsOfLine, out);
      VarLongCoder.of().encode(mark.latest, out);
    }

    @Override
    public FileMark decode(InputStream in) throws IOException {
      return new FileMark(
          VarLongCoder.of().decode(in), VarIntCoder.of().decode(in), VarLongCoder.of().decode(in));
    }
  }
}
