package dev.sessionbeam.sink;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Gives staged files their final names, under a lease where there is one. On S3, Beam copies files
 * that are published together side by side.
 */
final class FilePublisher implements Serializable {
  private final OutputFolder output;
  private final @Nullable PublishingLease lease;

  /**
   * For the files of an output.
   *
   * @param lease under which it publishes; null where nobody else writes there
   */
  FilePublisher(OutputFolder output, @Nullable PublishingLease lease) {
    this.output = output;
    this.lease = lease;
  }

  /** Before the first publish of a process. */
  void open(PipelineOptions options) {
    if (lease != null) {
      lease.open(options);
    }
  }

  /**
   * Publishes files; those that have been published stay as they are.
   *
   * @throws LostFileException where a file is neither here nor there
   */
  void publish(List<StagedFile> files) throws IOException {
    check();
    try {
      rename(files);
    } catch (IOException e) {
      // A file that was published before fails all that were asked for with it.
      rename(left(files));
    }
  }

  /** The same for files of which some, or all, may have been published before a restart. */
  void publishAgain(List<StagedFile> files) throws IOException {
    check();
    rename(left(files));
  }

  private void check() throws IOException {
    if (lease != null) {
      lease.check();
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

  private void rename(List<StagedFile> files) throws IOException {
    if (!files.isEmpty()) {
      FolderFiles.of(output)
          .rename(
              files.stream().map(file -> file.staged(output)).toList(),
              files.stream().map(StagedFile::relative).toList());
    }
  }

  /** Every line before this watermark, in milliseconds, is in a file with its final name. */
  void publishedUpTo(long watermark) throws IOException {
    if (lease != null) {
      lease.advanceTo(watermark);
    }
  }

  /** A staged file of this output, as FileIO names it. */
  StagedFile file(String name) {
    return StagedFile.of(output, name);
  }

  void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
