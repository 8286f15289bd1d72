package dev.sessionbeam.sink;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A line to be written.
 *
 * @param partition the folder below the dataset's, such as {@code date=2017-02-05}
 * @param json one JSON object without a line break
 */
public record Line(Dataset dataset, String partition, byte[] json) {
  /** The folder below the output: the dataset's and the partition's. */
  public String folder() {
    return dataset.folder() + "/" + partition;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Line that
        && dataset == that.dataset
        && partition.equals(that.partition)
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return 31 * partition.hashCode() + Arrays.hashCode(json);
  }
}
