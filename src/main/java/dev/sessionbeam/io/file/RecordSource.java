package dev.sessionbeam.io.file;

import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.event.RawRecordCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Reads the records of a list of files. Large files without compression are split into slices that
 * are read in parallel. Small files are bundled.
 *
 * <p>Beam's own file sources read lines, but do not split objects without a line break between
 * them. They also take a pattern, and this pipeline needs a list that was checked.
 */
final class RecordSource extends BoundedSource<List<RawRecord>> {
  /** A file that is not larger than this, in bytes, is not split. */
  static final long SMALLEST_SLICE = 1L << 20;

  private static final long LARGEST_SLICE = 64L << 20;

  private final List<FileSlice> slices;
  private final boolean unwraps;
  private final boolean replays;

  private RecordSource(List<FileSlice> slices, boolean unwraps, boolean replays) {
    this.slices = List.copyOf(slices);
    this.unwraps = unwraps;
    this.replays = replays;
  }

  /**
   * A source of files.
   *
   * @param unwraps whether a record may hold many
   * @param replays whether records may be in envelopes
   */
  static RecordSource of(List<InputFile> files, boolean unwraps, boolean replays) {
    return new RecordSource(files.stream().map(InputFile::whole).toList(), unwraps, replays);
  }

  @Override
  public List<RecordSource> split(long desiredBytes, PipelineOptions options) {
    long target = Math.max(SMALLEST_SLICE, Math.min(LARGEST_SLICE, desiredBytes));
    List<RecordSource> bundles = new ArrayList<>();
    List<FileSlice> bundle = new ArrayList<>();
    long bundled = 0;
    for (FileSlice slice : slices) {
      for (FileSlice piece : slice.split(target)) {
        if (bundled > 0 && bundled + piece.size() > target) {
          bundles.add(new RecordSource(bundle, unwraps, replays));
          bundle.clear();
          bundled = 0;
        }
        bundle.add(piece);
        bundled += piece.size();
      }
    }
    bundles.add(new RecordSource(bundle, unwraps, replays));
    return bundles;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return slices.stream().mapToLong(FileSlice::size).sum();
  }

  @Override
  public BoundedReader<List<RawRecord>> createReader(PipelineOptions options) throws IOException {
    return new RecordReader(this, slices, unwraps, replays);
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
