package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import dev.sessionbeam.io.file.RecordedStreamMark.FileMark;
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
 * An unbounded source that plays recorded files. The files are assigned to readers once, at the
 * very start.
 *
 * <p>Flink keeps the source in its savepoints, by Java serialization. So the source holds only
 * bytes, and they matter only until the first checkpoint. How the files are played is in the job's
 * options: {@link RecordedReadSettings}.
 */
final class RecordedStream extends UnboundedSource<List<RawRecord>, RecordedStreamMark> {
  private static final long serialVersionUID = 1;
  private static final Coder<RecordedStreamMark> MARK = new RecordedStreamMark.MarkCoder();

  /** The files of one reader, at their beginnings, as an encoded mark. */
  private final byte[] share;

  private RecordedStream(RecordedStreamMark share) throws CoderException {
    this.share = CoderUtils.encodeToByteArray(MARK, share);
  }

  /**
   * A source of files.
   *
   * @param folder the beginning of all file names. Marks do not contain it
   */
  static RecordedStream of(List<InputFile> files, String folder) {
    List<FileMark> marks = new ArrayList<>();
    for (InputFile file : files) {
      marks.add(FileMark.atStart(file.name().substring(folder.length()), file.size()));
    }
    try {
      return new RecordedStream(new RecordedStreamMark(1, marks, null));
    } catch (CoderException e) {
      throw new IllegalStateException("cannot encode a mark in memory", e);
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
      shares.add(new RecordedStream(new RecordedStreamMark(readers, dealt, null)));
    }
    return shares;
  }

  private RecordedStreamMark share() throws CoderException {
    return CoderUtils.decodeFromByteArray(MARK, share);
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(
      PipelineOptions options, @Nullable RecordedStreamMark mark) throws CoderException {
    return new RecordedStreamReader(
        this, RecordedReadSettings.of(options), mark == null ? share() : mark);
  }

  @Override
  public Coder<RecordedStreamMark> getCheckpointMarkCoder() {
    return MARK;
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
