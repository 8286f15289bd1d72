package dev.sessionbeam.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable PublishingLease lease;
  private transient boolean begun;
  private transient List<StagedFile> staged = new ArrayList<>();
  private transient long watermark;

  /**
   * Publishes the files of an output.
   *
   * @param lease under which it publishes; null where nobody else writes there
   */
  PublishFilesFn(OutputFolder output, @Nullable PublishingLease lease) {
    this.output = output;
    this.lease = lease;
  }

  @Setup
  public void setup(PipelineOptions options) {
    if (lease != null) {
      lease.open(options);
    }
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
    publishUnderLease(begun ? staged : left(staged));
    begun |= !staged.isEmpty();
    for (int file = 0; file < staged.size(); file++) {
      context.output(watermark, GlobalWindow.INSTANCE.maxTimestamp(), GlobalWindow.INSTANCE);
    }
    staged.clear();
  }

  /** After a restart, tasks may have nothing but files that were published before. */
  private void publishUnderLease(List<StagedFile> files) throws IOException {
    if (files.isEmpty()) {
      return;
    }
    if (lease != null) {
      lease.check();
    }
    publish(files);
    if (lease != null) {
      lease.advanceTo(watermark);
    }
  }

  /**
   * Publishes files; those that were published before stay as they are.
   *
   * @throws LostFileException where a file is neither here nor there
   */
  void publish(List<StagedFile> files) throws IOException {
    try {
      rename(files, FolderFiles.of(output));
    } catch (IOException e) {
      // A file that was published before a crash fails all that were asked for with it.
      rename(left(files), FolderFiles.of(output));
    }
  }

  /** Those that are not published yet. */
  private List<StagedFile> left(List<StagedFile> files) throws IOException {
    FolderFiles folder = FolderFiles.of(output);
    Set<String> staged = folder.existing(files.stream().map(it -> it.staged(output)).toList());
    List<StagedFile> left = new ArrayList<>();
    List<StagedFile> gone = new ArrayList<>();
    files.forEach(file -> (staged.contains(file.staged(output)) ? left : gone).add(file));
    Set<String> published = folder.existing(gone.stream().map(StagedFile::relative).toList());
    for (StagedFile file : gone) {
      if (!published.contains(file.relative())) {
        throw new LostFileException(
            output.root() + file.staged(output), output.root() + file.relative());
      }
    }
    return left;
  }

  @Teardown
  public void tearDown() {
    if (lease != null) {
      lease.close();
    }
  }

  private void rename(List<StagedFile> files, FolderFiles folder) throws IOException {
    folder.rename(
        files.stream().map(file -> file.staged(output)).toList(),
        files.stream().map(StagedFile::relative).toList());
  }
}
