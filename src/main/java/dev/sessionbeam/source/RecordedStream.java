package dev.sessionbeam.source;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Recorded files as an unbounded source. */
final class RecordedStream extends UnboundedSource<List<RawRecord>, StreamMark> {
  private static final int ELEMENT_BYTES = 1 << 16;

  private final List<FileSlice> files;
  private final RecordClock clock;
  private final StreamSettings settings;
  private final int elementBytes;

  private RecordedStream(
      List<FileSlice> files, RecordClock clock, StreamSettings settings, int elementBytes) {
    this.elementBytes = elementBytes;
    this.files = List.copyOf(files);
    this.clock = clock;
    this.settings = settings;
  }

  static RecordedStream of(List<InputFile> files, RecordClock clock, StreamSettings settings) {
    return new RecordedStream(
        files.stream().map(InputFile::whole).toList(), clock, settings, ELEMENT_BYTES);
  }

  /**
   * The same, where about so many bytes of records make an element, if they may be played at once.
   */
  RecordedStream inElementsOf(int bytes) {
    return new RecordedStream(files, clock, settings, bytes);
  }

  int elementBytes() {
    return elementBytes;
  }

  List<FileSlice> files() {
    return files;
  }

  RecordClock clock() {
    return clock;
  }

  StreamSettings settings() {
    return settings;
  }

  @Override
  public List<RecordedStream> split(int desired, PipelineOptions options) {
    int readers = Math.max(1, Math.min(desired, files.size()));
    List<RecordedStream> shares = new ArrayList<>();
    for (int reader = 0; reader < readers; reader++) {
      List<FileSlice> share = new ArrayList<>();
      for (int file = reader; file < files.size(); file += readers) {
        share.add(files.get(file));
      }
      shares.add(new RecordedStream(share, clock, settings.share(readers), elementBytes));
    }
    return shares;
  }

  @Override
  public UnboundedReader<List<RawRecord>> createReader(
      PipelineOptions options, @Nullable StreamMark mark) throws IOException {
    return new RecordedStreamReader(this, mark);
  }

  @Override
  public Coder<StreamMark> getCheckpointMarkCoder() {
    return new StreamMark.MarkCoder();
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
