package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.source.StreamMark.FileMark;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.util.CoderUtils;
import org.jspecify.annotations.Nullable;

/**
 * Recorded files as an unbounded source. They are dealt out to readers once, at the very start.
 *
 * <p>Flink keeps the source in its savepoints, by Java's serialization. So there is nothing in it
 * but bytes, and they only matter until the first checkpoint. How the files are played, a job is
 * told by its options: {@link RecordedReading}.
 */
final class RecordedStream extends UnboundedSource<List<RawRecord>, StreamMark> {
  private static final long serialVersionUID = 1;
  private static final Coder<StreamMark> MARK = new StreamMark.MarkCoder();

  /** The files of one reader, at their beginnings, as a mark. */
  private final byte[] share;

  private RecordedStream(StreamMark share) throws CoderException {
    this.share = CoderUtils.encodeToByteArray(MARK, share);
  }

  /**
   * Files.
   *
   * @param folder that all their names begin with, and that marks do not name
   */
  static RecordedStream of(List<InputFile> files, String folder) {
    List<FileMark> marks = new ArrayList<>();
    for (InputFile file : files) {
      marks.add(FileMark.atStart(file.name().substring(folder.length()), file.size()));
    }
    try {
      return new RecordedStream(new StreamMark(1, marks, null));
    } catch (CoderException e) {
      throw new IllegalStateException("bytes can be written to memory", e);
    }
  }

  @Override
  public List<RecordedStream> split(int desired, PipelineOptions options) throws CoderException {
    List<FileMark> files = share().files();
    int readers = Math.max(1, Math.min(desired, files.size()));
    List<RecordedStream> shares = new ArrayList<>();
    for (int reader = 0; reader < readers; reader++) {
      List<FileMark> dealt = new ArrayList<>();
      for (int file = reader; file < files.size(); file += readers) {
        dealt.add(files.get(file));
      }
      shares.add(new RecordedStream(new StreamMark(readers, dealt, null)));
    }
    return shares;
  }

  private StreamMark share() throws CoderException {
    return CoderUtils.decodeFromByteArray(MARK, share);
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(
      PipelineOptions options, @Nullable StreamMark mark) throws CoderException {
    return new RecordedStreamReader(
        this, RecordedReading.of(options), mark == null ? share() : mark);
  }

  @Override
  public Coder<StreamMark> getCheckpointMarkCoder() {
    return MARK;
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
