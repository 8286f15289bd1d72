package dev.sessionbeam.output;

import dev.sessionbeam.publish.Dataset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Counts the files that a batch run has written, for each dataset. FileIO reports a file even if it
 * was gone before it got its name, so the end of the run compares the numbers with what is there.
 */
final class CountWrittenFn extends DoFn<KV<String, String>, Void> {
  private final Map<Dataset, Counter> files = new EnumMap<>(Dataset.class);

  CountWrittenFn() {
    for (Dataset dataset : Dataset.values()) {
      files.put(dataset, Metrics.counter(WriteLines.class, WriteLines.FILES_OF + dataset.folder()));
    }
  }

  @ProcessElement
  public void process(@Element KV<String, String> file) {
    Dataset dataset = Dataset.ofFile(Objects.requireNonNull(file.getKey()) + "/");
    Objects.requireNonNull(files.get(dataset)).inc();
  }
}
