package dev.sessionbeam.publish;

import dev.sessionbeam.lease.LeasedDays;
import java.io.IOException;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Notes in an output which streams have begun to write there and have not ended, in small files in
 * the hidden folder. A stream may resume only while its note is there. Who replaces the results of
 * a stream deletes its note: the stream would write its further lines beside results that hold them
 * already.
 *
 * <p>{@code streams/RUN.json} describes a stream. {@code streams/RUN.from} holds the first day that
 * it may still change; without that file, it may change every day.
 */
public final class UnfinishedStreams implements Serializable {
  private static final long serialVersionUID = 1;

  private static final String NOTE = ".json";
  private static final String FROM = ".from";

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.json");

  private final OutputFolder output;

  private UnfinishedStreams(OutputFolder output) {
    this.output = output;
  }

  /** Returns the notes in an output. */
  public static UnfinishedStreams in(OutputFolder output) {
    return new UnfinishedStreams(output);
  }

  /** Notes that a stream begins, in place of its former note. */
  public void begin(RunId run, String description) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    files.delete(List.of(name(run, FROM)));
    files.write(name(run, NOTE), description, name(run, NOTE) + ".next");
  }

  /** Returns the description of a stream; empty if it has no note here. */
  public Optional<String> description(RunId run) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    return files.existing(List.of(name(run, NOTE))).isEmpty()
        ? Optional.empty()
        : Optional.of(files.read(name(run, NOTE)));
  }

  /** Returns the name of the file that describes a stream. */
  public String file(RunId run) {
    return output.root() + name(run, NOTE);
  }

  /** Returns the streams that have a note. */
  public Set<RunId> runs() throws IOException {
    int folder = output.streams().length() - output.root().length();
    return ExistingOutput.unfinishedStreamsIn(output).files().stream()
        .map(file -> NAME.matcher(file.substring(folder)))
        .filter(Matcher::matches)
        .map(name -> new RunId(name.group(1)))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Notes that a stream can no longer change the days before this one. */
  void narrow(RunId run, LocalDate from) throws IOException {
    FolderFiles.of(output).write(name(run, FROM), from + "\n", name(run, FROM) + ".next");
  }

  /** Deletes the note of a stream that has ended. */
  public void end(RunId run) throws IOException {
    FolderFiles.of(output).delete(List.of(name(run, NOTE), name(run, FROM)));
  }

  /** Deletes all notes: the results of these streams are replaced as a whole. */
  public void endAll() throws IOException {
    for (RunId run : runs()) {
      end(run);
    }
  }

  /** Deletes the notes of the streams that may still change one of these days. */
  void endThoseOf(DateRange days) throws IOException {
    LeasedDays replaced = LeasedDays.days(days.from(), days.to());
    for (RunId run : runs()) {
      if (changes(run).overlaps(replaced)) {
        end(run);
      }
    }
  }

  private LeasedDays changes(RunId run) throws IOException {
    FolderFiles files = FolderFiles.of(output);
    if (files.existing(List.of(name(run, FROM))).isEmpty()) {
      return LeasedDays.everything();
    }
    try {
      return new LeasedDays(LocalDate.parse(files.read(name(run, FROM)).strip()), null);
    } catch (DateTimeException e) {
      // It was cut short. What is not known counts as every day.
      return LeasedDays.everything();
    }
  }

  private String name(RunId run, String suffix) {
    return (output.streams() + run + suffix).substring(output.root().length());
  }
}
