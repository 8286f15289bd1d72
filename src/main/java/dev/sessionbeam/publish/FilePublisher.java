package dev.sessionbeam.publish;

import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Publishes staged files: it renames them to their final names, under a lease if there is one. On
 * S3, Beam copies the files of one call in parallel.
 */
public final class FilePublisher implements Serializable {
  private final OutputFolder output;
  private final @Nullable PublishingLease lease;

  /** Days that were not settled when this attempt first published to them. */
  private transient @Nullable Set<LocalDate> open;

  /**
   * Creates a publisher for the staged files of an output.
   *
   * @param lease the lease under which files are published; null if no other run writes to the
   *     output
   */
  public FilePublisher(OutputFolder output, @Nullable PublishingLease lease) {
    this.output = output;
    this.lease = lease;
  }

  /** Prepares the lease. Must be called before the first publish of a process. */
  void open(PipelineOptions options) {
    if (lease != null) {
      lease.open(options);
    }
  }

  /**
   * Publishes files. A file that is published already stays as it is.
   *
   * @throws LostFileException if a file is neither staged nor published
   * @throws SettledDayException if a file is of a settled day; then none is published
   */
  void publish(List<StagedFile> files) throws IOException {
    check(files);
    try {
      rename(files);
    } catch (IOException e) {
      // If one file was published before, the renaming of all files fails.
      rename(left(files));
    }
  }

  /** Publishes files, some or all of which may have been published before a restart. */
  void publishAgain(List<StagedFile> files) throws IOException {
    check(files);
    rename(left(files));
  }

  private void check(List<StagedFile> files) throws IOException {
    if (lease != null) {
      lease.check();
    }
    requireUnsettled(files);
  }

  /**
   * A day settles when the stream can no longer change it, so this looks once for each day in an
   * attempt: only a stream that resumes from an older state writes to settled days.
   */
  private void requireUnsettled(List<StagedFile> files) throws IOException {
    Set<LocalDate> known = open == null ? new HashSet<>() : open;
    open = known;
    Set<LocalDate> days = new TreeSet<>();
    files.forEach(file -> DateRange.dayOf(file.relative()).ifPresent(days::add));
    days.removeAll(known);
    if (days.isEmpty()) {
      return;
    }
    SettledDays settled = SettledDays.in(output);
    for (LocalDate day : days) {
      if (settled.contains(day)) {
        throw new SettledDayException(day, output);
      }
    }
    known.addAll(days);
  }

  /** Returns the files that are not published yet. */
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

  /** Returns what is missing now of files that were published. */
  List<MissingFiles> missing(RecentFiles files) throws IOException {
    return files.missing(output, System.currentTimeMillis());
  }

  /** Notes that every line before this watermark, in milliseconds, is in a published file. */
  void publishedUpTo(long watermark) throws IOException {
    if (lease != null) {
      lease.advanceTo(watermark);
    }
  }

  /** Notes that the stream has ended: no file follows. */
  void ended() throws IOException {
    if (lease != null) {
      lease.ended();
    }
  }

  /** Returns the staged file of this output that has this name in FileIO. */
  StagedFile file(String name) {
    return StagedFile.of(output, name);
  }

  void close() {
    if (lease != null) {
      lease.close();
    }
  }
}
