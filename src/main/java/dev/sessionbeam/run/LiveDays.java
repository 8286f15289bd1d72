package dev.sessionbeam.run;

import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.StoredFile;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of results in an output, by the day on which their sessions start.
 *
 * @param live the files of {@code events/} and {@code sessions/}
 * @param settled those below {@code settled/}
 */
record LiveDays(
    NavigableMap<LocalDate, List<StoredFile>> live,
    NavigableMap<LocalDate, List<StoredFile>> settled) {

  static LiveDays in(OutputFolder output) throws IOException {
    return new LiveDays(byDay(output, ""), byDay(output, OutputFolder.SETTLED));
  }

  private static NavigableMap<LocalDate, List<StoredFile>> byDay(OutputFolder output, String above)
      throws IOException {
    NavigableMap<LocalDate, List<StoredFile>> days = new TreeMap<>();
    for (Dataset dataset : List.of(Dataset.EVENTS, Dataset.SESSIONS)) {
      for (StoredFile file : StoredFile.below(output, above + dataset.folder())) {
        if (OutputFolder.isOwn(file.name())) {
          DateRange.dayOf(file.name())
              .ifPresent(day -> days.computeIfAbsent(day, any -> new ArrayList<>()).add(file));
        }
      }
    }
    return days;
  }

  /** The live files of some days. */
  List<StoredFile> of(Collection<LocalDate> days) {
    return days.stream().flatMap(this::liveOf).toList();
  }

  /** The live files with sessions, of days from one to another; both are included. */
  Stream<StoredFile> sessions(LocalDate from, LocalDate to) {
    return live.subMap(from, true, to, true).keySet().stream()
        .flatMap(this::liveOf)
        .filter(file -> Dataset.ofFile(file.name()) == Dataset.SESSIONS);
  }

  private Stream<StoredFile> liveOf(LocalDate day) {
    return live.getOrDefault(day, List.of()).stream();
  }

  /** The settled files of a day. */
  List<StoredFile> settledOf(LocalDate day) {
    return settled.getOrDefault(day, List.of());
  }

  NavigableSet<LocalDate> days() {
    return Collections.unmodifiableNavigableSet(live.navigableKeySet());
  }
}
