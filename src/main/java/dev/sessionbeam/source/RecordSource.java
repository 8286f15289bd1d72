package dev.sessionbeam.source;

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
 * The records of a list of files. Large plain files are read in parts side by side, small ones are
 * bundled.
 *
 * <p>Beam's own file sources know lines but no glued objects, and take a pattern where we need a
 * checked list.
 */
final class RecordSource extends BoundedSource<List<RawRecord>> {
  private static final long SMALLEST_SLICE = 1L << 20;
  private static final long LARGEST_SLICE = 64L << 20;

  private final List<FileSlice> slices;

  private RecordSource(List<FileSlice> slices) {
    this.slices = List.copyOf(slices);
  }

  static RecordSource of(List<InputFile> files) {
    return new RecordSource(files.stream().map(InputFile::whole).toList());
  }

  @Override
  public List<RecordSource> split(long desiredBytes, PipelineOptions options) {
    long target = Math.max(SMALLEST_SLICE, Math.min(LARGEST_SLICE, desiredBytes));
    List<RecordSource> bundles = new ArrayList<>();
    List<FileSlice> bundle = new ArrayList<>();
    long bundled = 0;
    for (FileSlice slice : slices) {
      for (FileSlice part : slice.split(target)) {
        if (bundled > 0 && bundled + part.size() > target) {
          bundles.add(new RecordSource(bundle));
          bundle.clear();
          bundled = 0;
        }
        bundle.add(part);
        bundled += part.size();
      }
    }
    bundles.add(new RecordSource(bundle));
    return bundles;
  }

  @Override
  public long getEstimatedSizeBytes(PipelineOptions options) {
    return slices.stream().mapToLong(FileSlice::size).sum();
  }

  @Override
  public BoundedReader<List<RawRecord>> createReader(PipelineOptions options) throws IOException {
    return new RecordReader(this, slices);
  }

  @Override
  public Coder<List<RawRecord>> getOutputCoder() {
    return ListCoder.of(RawRecordCoder.of());
  }
}
