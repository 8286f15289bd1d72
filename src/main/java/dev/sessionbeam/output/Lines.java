package dev.sessionbeam.output;

import dev.sessionbeam.publish.Dataset;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines to write to one folder. One element holds several lines, because most of the cost of an
 * element does not depend on its size.
 *
 * @param partition the folder below the dataset's, such as {@code date=2017-02-05}
 * @param count how many lines there are; 1 or more
 * @param text the lines, each one JSON object and a line break
 */
public record Lines(Dataset dataset, String partition, int count, byte[] text) {
  /**
   * A single line.
   *
   * @param json one JSON object, without a line break
   */
  public static Lines of(Dataset dataset, String partition, byte[] json) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(json.length + 1);
    text.writeBytes(json);
    text.write('\n');
    return new Lines(dataset, partition, 1, text.toByteArray());
  }

  /**
   * Returns the folder below the output: the dataset's, if datasets share the output, and the
   * partition's.
   */
  public String folder() {
    return dataset.folder(partition);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Lines that
        && dataset == that.dataset
        && partition.equals(that.partition)
        && count == that.count
        && Arrays.equals(text, that.text);
  }

  @Override
  public int hashCode() {
    return 31 * partition.hashCode() + Arrays.hashCode(text);
  }
}
