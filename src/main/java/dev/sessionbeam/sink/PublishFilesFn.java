package dev.sessionbeam.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
  private transient List<StagedFile> staged = new ArrayList<>();
  private transient long watermark;

  PublishFilesFn(OutputFolder output) {
    this.output = output;
  }

  @StartBundle
  public void startBundle() {
    staged = new ArrayList<>();
    watermark = BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis();
  }

  @ProcessElement
  @RequiresStableInput
  public void process(@Element KV<String, Long> file) {
    staged.add(StagedFile.of(output, Objects.requireNonNull(file.getKey())));
    watermark = Math.max(watermark, Objects.requireNonNull(file.getValue()));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    publish(staged);
    for (int file = 0; file < staged.size(); file++) {
      context.output(watermark, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    staged.clear();
  }

  /**
   * Publishes files; those that were published before stay as they are.
   *
   * @throws LostFileException where a file is neither here nor there
   */
  void publish(List<StagedFile> files) throws IOException {
    FolderFiles folder = FolderFiles.of(output);
    try {
      rename(files, folder);
    } catch (IOException e) {
      // A file that was published before a crash fails all that were asked for with it.
      Set<String> staged = folder.existing(files.stream().map(it -> it.staged(output)).toList());
      Set<String> published = folder.existing(files.stream().map(StagedFile::relative).toList());
      List<StagedFile> left = new ArrayList<>();
      for (StagedFile file : files) {
        if (staged.contains(file.staged(output))) {
          left.add(file);
        } else if (!published.contains(file.relative())) {
          throw new LostFileException(
              output.root() + file.staged(output), output.root() + file.relative());
        }
      }
      rename(left, folder);
    }
  }

  private void rename(List<StagedFile> files, FolderFiles folder) throws IOException {
    folder.rename(
        files.stream().map(file -> file.staged(output)).toList(),
        files.stream().map(StagedFile::relative).toList());
  }
}
