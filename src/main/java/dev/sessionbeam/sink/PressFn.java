package dev.sessionbeam.sink;

import dev.sessionbeam.event.Press;
import java.util.Arrays;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Compresses lines, and says which of the files that grow in their folder they go to. */
final class PressFn extends DoFn<Lines, KV<String, PressedLines>> {
  private final int files;
  private final Press press = new Press();

  /**
   * Compresses lines.
   *
   * @param files how many grow in a folder side by side
   */
  PressFn(int files) {
    this.files = files;
  }

  @ProcessElement
  public void process(@Element Lines lines, OutputReceiver<KV<String, PressedLines>> out) {
    out.output(KV.of(file(lines), PressedLines.of(lines, press)));
  }

  /** The folder and the file there: by content, so that a retry agrees. */
  private String file(Lines lines) {
    int file = files == 1 ? 0 : Math.floorMod(Arrays.hashCode(lines.text()), files);
    return lines.folder() + "#" + file;
  }

  @Teardown
  public void tearDown() {
    press.close();
  }
}
