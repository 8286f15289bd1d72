package dev.sessionbeam.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Gives each staged file its final name, once a checkpoint holds the staged one. Out comes, for
 * each file, the watermark before which every line is in a file with its final name, in
 * milliseconds.
 *
 * <p>The input is stable: what comes here comes again, unchanged, where the job goes on from that
 * checkpoint; the files may have their names then. Files that no checkpoint knows never come here:
 * their lines come again in others.
 *
 * <p>All files come from one key, so one task publishes them, a bundle at a time: on S3, Beam
 * copies those of a bundle side by side. It is no stateful step: of those, Beam drops what is
 * released after the end of the stream.
 */
final class PublishFilesFn extends DoFn<KV<String, Long>, Long> {
  private final OutputFolder output;
  private transient List<StagedFile> files = new ArrayList<>();
  private transient long watermark;

  PublishFilesFn(OutputFolder output) {
    this.output = output;
  }

  @StartBundle
  public void startBundle() {
    files = new ArrayList<>();
    watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  }

  @ProcessElement
  @RequiresStableInput
  public void process(@Element KV<String, Long> file) {
    files.add(StagedFile.of(output, Objects.requireNonNull(file.getKey())));
    watermark = Math.max(watermark, Objects.requireNonNull(file.getValue()));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    publish(files);
    for (int file = 0; file < files.size(); file++) {
      context.output(watermark, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    files.clear();
  }

  /**
   * Publishes files; those that were published before stay as they are.
   *
   * @throws LostFileException where a file is neither here nor there
   */
  void publish(List<StagedFile> staged) throws IOException {
    try {
      rename(staged);
    } catch (IOException e) {
      // One that was published before a crash fails all that were asked for with it.
      for (StagedFile file : staged) {
        publish(file);
      }
    }
  }

  private void publish(StagedFile file) throws IOException {
    if (isThere(file.staged(output))) {
      rename(List.of(file));
    } else if (!isThere(file.published(output))) {
      throw new LostFileException(file.staged(output), file.published(output));
    }
  }

  private void rename(List<StagedFile> staged) throws IOException {
    List<ResourceId> from = new ArrayList<>();
    List<ResourceId> to = new ArrayList<>();
    for (StagedFile file : staged) {
      from.add(FileSystems.matchNewResource(file.staged(output), false));
      to.add(FileSystems.matchNewResource(file.published(output), false));
    }
    FileSystems.rename(from, to);
  }

  private static boolean isThere(String file) throws IOException {
    return !FileSystems.match(file, EmptyMatchTreatment.ALLOW).metadata().isEmpty();
  }
}
